// Builds the package, the local server and the page.
import { setUp } from "./setup.mjs";

export const buildAll = () => setUp("start");
