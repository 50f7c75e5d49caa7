/** What a person should know: said now, and written down for the manifest. */
import type {RunContext} from './context.ts'

export function warn({host}: Pick<RunContext, 'host'>, notes: string[], note: string): void {
  notes.push(note)
  host.warning(note)
}
