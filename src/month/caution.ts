/** What a person should know: said now, and written down for the manifest. */
import type {RunContext} from './context.ts'

export function caution({host}: Pick<RunContext, 'host'>, notes: string[], note: string): void {
  notes.push(note)
  host.warning(note)
}
