// The tests of page.spec.js in each imitation of a browser that comes with vitest.
import { defineConfig } from "vitest/config";

const projectOf = (environment) => ({ test: { name: environment, environment, include: ["page.spec.js"] } });

export default defineConfig({ test: { projects: ["jsdom", "happy-dom"].map(projectOf) } });
