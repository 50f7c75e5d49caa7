import {fileURLToPath} from 'node:url'

/**
 * What scenarios start in a process of its own: the program from its sources, which Node runs as they are; or the
 * bundle, by SCENARIO_PROGRAM=dist/index.js.
 */
export const program = fileURLToPath(new URL(`../../${process.env.SCENARIO_PROGRAM ?? 'src/main.ts'}`, import.meta.url))

export const action = new URL('../../action.yml', import.meta.url)
