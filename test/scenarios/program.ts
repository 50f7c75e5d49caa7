/** What scenarios start in a process of its own: the bundle, which starts in a third of the time that the sources take. */
import {freshBundle} from '../fresh-bundle.ts'

export const program = await freshBundle()

export const action = new URL('../../action.yml', import.meta.url)
