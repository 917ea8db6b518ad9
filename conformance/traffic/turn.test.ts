import { describe, expect, it } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import { replyFrame } from "../record/testing/session.ts";
import { collectTurns, renumbered, type Turn, turnsAsTheyCome } from "./turn.ts";

describe("collectTurns()", () => {
  it("keeps the requests of several connections in the order in which they were sent", () => {
    const collector = collectTurns();
    const [a, b] = [collector.watch({ conn: 1 }), collector.watch({ conn: 2 })];
    a.sent(requestFrame(1, "clear", ""), 10);
    b.sent(requestFrame(1, "now", ""), 11);
    b.received(replyFrame(1, "1795470190"), 12);
    a.received(replyFrame(1, "0"), 13);
    const [first, second] = collector.turns();
    expect([first?.conn, first?.sentAt, first?.receivedAt]).toEqual([1, 10, 13]);
    expect([second?.conn, second?.sentAt, second?.receivedAt]).toEqual([2, 11, 12]);
    expect(first?.reply).toEqual(replyFrame(1, "0"));
  });

  it("has a turn without a reply for what the daemon never answered, and tells of it when the connection ends", () => {
    const told: Turn[] = [];
    const only = turnsAsTheyCome((turn) => told.push(turn))({ conn: 1 });
    only.sent(requestFrame(1, "clear", ""), 10);
    expect(told).toEqual([]);
    only.ended?.(15, "daemon");
    expect(told).toMatchObject([{ conn: 1, reply: undefined, closed: true, receivedAt: 15 }]);
  });
});

describe("renumbered()", () => {
  it("counts connections by their first request", () => {
    const turn = (conn: number): Turn => ({
      conn,
      send: Buffer.of(conn),
      reply: undefined,
      closed: false,
      sentAt: 0,
      receivedAt: 0,
    });
    expect(renumbered([turn(7), turn(3), turn(7)]).map(({ conn }) => conn)).toEqual([1, 2, 1]);
  });
});
