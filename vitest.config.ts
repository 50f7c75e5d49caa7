import {availableParallelism} from 'node:os'
import {configDefaults, defineConfig} from 'vitest/config'

if (!('groupBy' in Map)) {
  console.error(
    `The tests need Node 24, and this is ${process.version}: start them by “npm test”, which brings its own.`,
  )
  process.exit(1)
}

/** What starts processes, listens, or replaces modules. */
const runs = ['test/*.test.ts', 'test/{browser,host,scenarios,scripts,simulator}/**/*.test.ts']
/** The second tier: whole products, sweeps at every place, years. */
const long = 'test/**/*.long.test.ts'

export default defineConfig({
  // Or every inlined file complains that its source map names sources that were not published.
  logLevel: 'error',
  test: {
    pool: 'forks',
    // One more than there are cores: runs wait for processes, servers and the browser.
    maxWorkers: availableParallelism() + 1,
    // A process for each of so many files would take longer than many of their tests.
    isolate: false,
    // Whole runs start child processes; on two busy cores the default of five seconds is too tight.
    globalSetup: ['test/temporary-folder.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // GitHub's language service imports JSON without attributes, which plain Node refuses.
    server: {deps: {inline: [/@actions\/(languageservice|workflow-parser|expressions)/]}},
    projects: [
      {
        extends: true,
        test: {name: 'rooms', include: ['test/**/*.test.ts'], exclude: [...configDefaults.exclude, ...runs, long]},
      },
      {extends: true, test: {name: 'runs', include: runs, exclude: [...configDefaults.exclude, long]}},
      {extends: true, test: {name: 'long', include: [long], testTimeout: 900_000}},
    ],
  },
})
