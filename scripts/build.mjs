// npm run build: builds pkg/dist, even if it is up to date. Installs what that needs.
import { fail } from "./lib/run.mjs";
import { setUp } from "./lib/setup.mjs";

setUp("rebuilt package").catch(fail);
