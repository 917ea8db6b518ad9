import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LockPath, LockTree } from "./lock-tree.ts";
import { finish } from "./pieces.ts";

const FREE = null;

/** A path from `a/b`; "" is the root. */
function path(text: string): LockPath {
  return text === "" ? [] : text.split("/");
}

function paths(...texts: string[]): LockPath[] {
  return texts.map(path);
}

describe("LockTree.lock()", () => {
  it.each([
    ["the same path", "a/b", "a/b"],
    ["a path below", "a/b", "a/b/c/d"],
    ["a path above", "a/b", "a"],
    ["the root", "a/b", ""],
    ["any path below the locked root", "", "z"],
  ])("refuses %s, to its owner too", (_, held, wanted) => {
    const tree = new LockTree();
    expect(finish(tree.lock("me", 10, paths(held)))).toBe(FREE);
    for (const owner of ["me", "other"]) {
      expect(finish(tree.lock(owner, 10, paths("x/y", wanted)))).toEqual({
        index: wanted === "" || held !== "" ? 1 : 0,
        owner: null,
      });
    }
    expect(tree.ownerOf(path("x/y")), "all or none").toBe(null);
  });

  it("leaves neighbours free", () => {
    const tree = new LockTree();
    finish(tree.lock("me", 10, paths("a/b")));
    expect(finish(tree.lock("other", 10, paths("a/c", "b", "a/bb")))).toBe(FREE);
  });

  it("judges all paths before it locks one, so that a path may come twice or with one above it", () => {
    const tree = new LockTree();
    expect(finish(tree.lock("me", 10, paths("a", "a/b", "a")))).toBe(FREE);
    expect([tree.ownerOf(path("a")), tree.ownerOf(path("a/b"))]).toEqual(["me", "me"]);
    expect(finish(tree.unlock("me", paths("a", "a/b")))).toBe(FREE);
    expect(finish(tree.lock("other", 10, paths("")))).toBe(FREE);
  });

  it("takes no paths for a success", () => {
    expect(finish(new LockTree().lock("me", 10, []))).toBe(FREE);
  });
});

describe("LockTree.lockSome()", () => {
  it("locks what it can, one after the other", () => {
    const tree = new LockTree();
    finish(tree.lock("other", 10, paths("b")));
    expect(finish(tree.lockSome("me", 10, paths("a", "b", "a", "a/x", "c")))).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
    expect(["a", "b", "c"].map((each) => tree.ownerOf(path(each)))).toEqual(["me", "other", "me"]);
  });
});

describe("LockTree: time", () => {
  it("releases a lock strictly after its deadline, and prunes the way to it", () => {
    const tree = new LockTree();
    finish(tree.lock("me", 10, paths("a/b/c")));
    tree.advance(10);
    expect(tree.ownerOf(path("a/b/c"))).toBe("me");
    tree.advance(10.001);
    expect(tree.ownerOf(path("a/b/c"))).toBe(null);
    expect(finish(tree.renew("me", 20, paths("a")))).toEqual({ index: 0, owner: null });
  });

  it("counts from the renewal", () => {
    const tree = new LockTree();
    finish(tree.lock("me", 10, paths("a")));
    expect(finish(tree.renew("me", 20, paths("a")))).toBe(FREE);
    tree.advance(15);
    expect(tree.ownerOf(path("a"))).toBe("me");
  });

  it("takes a deadline that is over for a lock that is gone at the next look", () => {
    const tree = new LockTree();
    expect(finish(tree.lock("me", -5, paths("a")))).toBe(FREE);
    tree.advance(0);
    expect(tree.ownerOf(path("a"))).toBe(null);
  });
});

describe("LockTree.renew() and unlock()", () => {
  it.each([
    ["that is not locked", "z", null],
    ["of another owner", "a/b", "me"],
    ["on the way to a lock", "a", ""],
    ["that is the root", "", ""],
  ])("refuse a path %s, and do nothing then", (_, wanted, owner) => {
    const tree = new LockTree();
    finish(tree.lock("me", 10, paths("a/b")));
    finish(tree.lock("other", 10, paths("o")));
    expect(finish(tree.renew("other", 20, paths("o", wanted)))).toEqual({ index: 1, owner });
    expect(finish(tree.unlock("other", paths("o", wanted)))).toEqual({ index: 1, owner });
    tree.advance(11);
    expect(tree.ownerOf(path("o")), "renewed after all").toBe(null);
  });

  it("of an owner without a name touch only what that owner holds (K25)", () => {
    const tree = new LockTree();
    finish(tree.lock("me", 10, paths("a/b")));
    expect(finish(tree.renew("", 20, paths("a")))).toEqual({ index: 0, owner: "" });
    expect(finish(tree.renew("", 20, paths("")))).toEqual({ index: 0, owner: "" });
    expect(finish(tree.lock("other", 10, paths("c")))).toBe(FREE);
    expect(finish(tree.lock("", 10, paths("d")))).toBe(FREE);
    expect(finish(tree.renew("", 20, paths("d")))).toBe(FREE);
    expect(tree.ownerOf(path("d"))).toBe("");
  });

  it("release a path that is named twice", () => {
    const tree = new LockTree();
    finish(tree.lock("me", 10, paths("a")));
    expect(finish(tree.unlock("me", paths("a", "a")))).toBe(FREE);
    expect(tree.ownerOf(path("a"))).toBe(null);
  });
});

describe("LockTree.deleteNamespace()", () => {
  it("drops everything below one label of the root, whoever holds it, for good", () => {
    const tree = new LockTree();
    finish(tree.lock("me", 10, paths("a", "b/x")));
    finish(tree.lock("other", 10, paths("b/y/z")));
    finish(tree.deleteNamespace("b"));
    finish(tree.deleteNamespace("nosuch"));
    expect(["a", "b/x", "b/y/z"].map((each) => tree.ownerOf(path(each)))).toEqual(["me", null, null]);
    expect(finish(tree.lock("new", 100, paths("b")))).toBe(FREE);
    tree.advance(50);
    expect(tree.ownerOf(path("b")), "an old deadline must not end a new lock").toBe("new");
  });
});

describe("LockTree against a plain list of locks", () => {
  type Lock = { path: string; owner: string; deadline: number };
  const startsWith = (longer: string, shorter: string) => shorter === "" || `${longer}/`.startsWith(`${shorter}/`);

  it("agrees on every answer and every owner after any sequence of operations", () => {
    const anyPath = fc.array(fc.constantFrom("a", "b"), { maxLength: 3 }).map((labels) => labels.join("/"));
    const anyPaths = fc.array(anyPath, { maxLength: 3 });
    const owner = fc.constantFrom("", "me", "you");
    const operation = fc.oneof(
      fc.record({ kind: fc.constantFrom("lock", "some", "renew", "unlock"), owner, paths: anyPaths, lasts: fc.nat(5) }),
      fc.record({ kind: fc.constant("pass"), owner, paths: anyPaths, lasts: fc.nat(4) }),
      fc.record({ kind: fc.constant("drop"), owner, paths: fc.tuple(fc.constantFrom("a", "b")), lasts: fc.nat(1) }),
    );
    const all = ["", "a", "b"].flatMap((x) => (x === "" ? [x] : [x, `${x}/a`, `${x}/b`, `${x}/a/a`, `${x}/b/a`]));
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
        const tree = new LockTree();
        let locks: Lock[] = [];
        let now = 0;
        const isFree = (wanted: string) =>
          !locks.some((each) => startsWith(each.path, wanted) || startsWith(wanted, each.path));
        const hold = (lock: Lock) => {
          locks = [...locks.filter((each) => each.path !== lock.path), lock];
        };
        const notHeld = (who: string, texts: readonly string[]) => {
          for (const [index, text] of texts.entries()) {
            const held = locks.find((each) => each.path === text);
            if (held?.owner === who) continue;
            const isNode = text === "" || locks.some((each) => startsWith(each.path, text));
            return { index, owner: held?.owner ?? (isNode ? "" : null) };
          }
          return null;
        };
        for (const { kind, owner: who, paths: texts, lasts } of operations) {
          const deadline = now + lasts;
          if (kind === "pass") {
            now += lasts;
            tree.advance(now);
            locks = locks.filter((each) => each.deadline >= now);
          } else if (kind === "drop") {
            finish(tree.deleteNamespace(texts[0] ?? ""));
            locks = locks.filter((each) => !startsWith(each.path, texts[0] ?? ""));
          } else if (kind === "lock") {
            const index = texts.findIndex((text) => !isFree(text));
            if (index < 0) for (const text of texts) hold({ path: text, owner: who, deadline });
            expect(finish(tree.lock(who, deadline, paths(...texts)))).toEqual(
              index < 0 ? null : { index, owner: null },
            );
          } else if (kind === "some") {
            const got = texts.map((text) => {
              const free = isFree(text);
              if (free) hold({ path: text, owner: who, deadline });
              return free;
            });
            expect(finish(tree.lockSome(who, deadline, paths(...texts)))).toEqual(got);
          } else {
            const refusal = notHeld(who, texts);
            if (refusal === null && kind === "renew")
              for (const text of texts) hold({ path: text, owner: who, deadline });
            if (refusal === null && kind === "unlock") locks = locks.filter((each) => !texts.includes(each.path));
            const got =
              kind === "renew"
                ? finish(tree.renew(who, deadline, paths(...texts)))
                : finish(tree.unlock(who, paths(...texts)));
            expect(got).toEqual(refusal);
          }
          for (const each of all) {
            expect(tree.ownerOf(path(each)), each).toBe(locks.find((lock) => lock.path === each)?.owner ?? null);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
