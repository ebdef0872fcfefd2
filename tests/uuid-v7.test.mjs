// The generators of version 7 UUIDs, in the tests and in the page: form, time, order and randomness.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { uuidV7 } from "../scripts/lib/uuid-v7.mjs";
import { importTs } from "./page/lib/import-ts.mjs";

const generators = {
  "scripts/lib/uuid-v7.mjs": uuidV7,
  "www/src/connection/uuid-v7.ts": (await importTs("connection/uuid-v7.ts")).uuidV7,
};
/** From the first millisecond to the last: all 48 bits are needed. */
const times = [0, 1, 0x0190babc62a0, 2 ** 47 + 1, 2 ** 48 - 1];
const millisecondsOf = (id) => parseInt(id.slice(0, 13).replace("-", ""), 16);

for (const [path, make] of Object.entries(generators)) {
  describe(path, () => {
    const ids = Array.from({ length: 2000 }, () => make());

    test("version 7, the variant of RFC 9562, in lower case", () => {
      for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    });

    test("the first 48 bits are the milliseconds since 1970", (context) => {
      const before = Date.now();
      const made = millisecondsOf(make());
      assert.ok(before <= made && made <= Date.now());
      context.mock.timers.enable({ apis: ["Date"] });
      for (const time of times) {
        context.mock.timers.setTime(time);
        assert.equal(millisecondsOf(make()), time);
      }
    });

    test("later ones sort after earlier ones", (context) => {
      context.mock.timers.enable({ apis: ["Date"] });
      const made = times.map((time) => {
        context.mock.timers.setTime(time);
        return make();
      });
      assert.deepEqual(made.toSorted(), made);
    });

    test("all differ, and each of the 74 other bits is sometimes 0 and sometimes 1", () => {
      assert.equal(new Set(ids).size, ids.length);
      const numbers = ids.map((id) => BigInt(`0x${id.replaceAll("-", "")}`));
      const fixed = new Set([76, 77, 78, 79, 62, 63]);
      for (let bit = 0; bit < 80; bit += 1) {
        const values = new Set(numbers.map((number) => (number >> BigInt(bit)) & 1n));
        assert.equal(values.size, fixed.has(bit) ? 1 : 2, `bit ${bit}`);
      }
    });
  });
}
