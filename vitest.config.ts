import {defineConfig} from 'vitest/config'

export default defineConfig({
  // Or every inlined file complains that its source map names sources that were not published.
  logLevel: 'error',
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Whole runs start child processes; on two busy cores the default of five seconds is too tight.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // GitHub's language service imports JSON without attributes, which plain Node refuses.
    server: {deps: {inline: [/@actions\/(languageservice|workflow-parser|expressions)/]}},
  },
})
