/** What every step of a month's run is handed. */
import type {Host} from '../host/host.ts'
import type {MonthSettings, SignInSettings} from '../inputs/settings.ts'
import type {WindowsStoreSource} from '../signin/windows-store.ts'
import type {QuerySubmissions} from '../sources/query-submissions.ts'
import type {World} from '../wire/world.ts'
import type {RunLog} from './run-log.ts'

export type MonthRun = MonthSettings & {signIn: SignInSettings}

export interface RunContext {
  host: Host
  world: World
  /** M365_AUDIT_ENDPOINTS. */
  endpoints: string | undefined
  /** Aborted with a `Failure` as its reason when the run is cancelled. */
  cancelled: AbortSignal
  /** The built-in tenant's records are of no real person: they may lie in a public repository. */
  synthetic: boolean
  /** Where the Windows certificate store is asked; by default this machine. */
  windows?: Omit<WindowsStoreSource, 'thumbprint'> | undefined
  /** Of all periods together. */
  submissions?: QuerySubmissions
  /** SHA-256 of the program, where it runs as a bundle. */
  bundle?: string | undefined
}

/** The same for one period, whose manifest gets the notes. */
export interface PeriodContext extends RunContext {
  log: RunLog
}

/** Where files are that inputs name. */
export interface DiskContext {
  host: Pick<Host, 'facts'>
  world: Pick<World, 'disk'>
}
