// node scripts/setup.mjs NAME...: installs and builds what the named scripts of package.json need, or single needs of
// scripts/lib/setup.mjs, as in `node scripts/setup.mjs test:page` and `node scripts/setup.mjs server`.
import { fail } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";

setUp(...process.argv.slice(2)).catch(fail);
