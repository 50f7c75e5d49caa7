import {configDefaults, defineConfig} from 'vitest/config'

/** What starts processes, listens, or replaces modules. */
const runs = ['test/*.test.ts', 'test/{browser,host,scenarios,scripts,simulator}/**/*.test.ts']

export default defineConfig({
  // Or every inlined file complains that its source map names sources that were not published.
  logLevel: 'error',
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Whole runs start child processes; on two busy cores the default of five seconds is too tight.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // GitHub's language service imports JSON without attributes, which plain Node refuses.
    server: {deps: {inline: [/@actions\/(languageservice|workflow-parser|expressions)/]}},
    projects: [
      {
        extends: true,
        // A process for each of so many small files would take longer than their tests.
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...runs],
          isolate: false,
        },
      },
      {extends: true, test: {name: 'runs', include: runs}},
    ],
  },
})
