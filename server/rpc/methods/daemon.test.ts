import { describe, expect, it } from "vitest";
import { readConfig } from "../../config.ts";
import { Caller, error } from "../../testing/caller.ts";

describe("now", () => {
  it("is in whole seconds", () => {
    const caller = new Caller();
    caller.clock.advance(1.999);
    expect(caller.call("now()")).toBe("1000001");
  });
});

describe("archive", () => {
  it("takes a map, and gives null", () => {
    new Caller().says([
      ["archive({'max': 5})", "null"],
      ["archive(null)", "null"],
      ["archive([])", error("'' expected a map, got 'slice'")],
    ]);
  });
});

describe("get_config", () => {
  it("is an error without a configuration", () => {
    expect(new Caller().call("get_config()")).toBe(error("no config to get"));
  });

  it("gives the configuration with its own kinds and order", () => {
    const config = readConfig("b: [1, 2.5, yes]\na: {x: ~, '1': 1, 1: one, 2020-01-02: 2020-01-02}\nc: 1.0\n");
    expect(new Caller({ config }).call("get_config()")).toBe(
      '[{"b": [1, 2.5_3, true], "a": {"x": null, "1": 1, 1: "one", "2020-01-02": "2020-01-02"}, "c": 1.0_3}, null]',
    );
  });
});
