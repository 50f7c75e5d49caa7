/** The facts of another repository than the run's own, for modes that only look. */
import type {RunFacts} from './host/host.ts'

/** Another repository's token is no token of this run: nothing of this run belongs to what is watched. */
export function factsOfRepository(repository: string | undefined, facts: RunFacts): RunFacts {
  if (repository === undefined || repository === facts.repository) return facts
  const {workspace, apiUrl, serverUrl, isGitHubActions} = facts
  return {
    ...{workspace, repository},
    ...(apiUrl ? {apiUrl} : {}),
    ...(serverUrl ? {serverUrl} : {}),
    ...(isGitHubActions ? {isGitHubActions} : {}),
  }
}
