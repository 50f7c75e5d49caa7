/** One issue that is kept up to date for as long as the repository is: opened, rewritten, closed when there is nothing to do. */
import type {Host} from '../host/host.ts'
import type {DeliverySettings} from '../inputs/settings.ts'
import {asFailure, explain} from '../wire/failure.ts'
import type {GitHubIssues, Issue} from './github-issues.ts'

export interface KeptIssue {
  /** Undefined where there is none yet. */
  known: Issue | undefined
  title: string
  body: string
  isOpen: boolean
  /** Markdown, for those who follow it; undefined where nothing is new. */
  news: string | undefined
}

/** The first one whose body is understood. */
export async function findKeptIssue<T>(
  issues: GitHubIssues,
  read: (body: string) => T | undefined,
): Promise<{issue: Issue; memory: T} | undefined> {
  for await (const issue of issues.changedSince('2020-01-01T00:00:00Z')) {
    const memory = read(issue.body)
    if (memory !== undefined) return {issue, memory}
  }
  return undefined
}

/** Also where there is nothing to do: the issue is the memory. @returns its page. */
export async function keepIssue(
  issues: GitHubIssues,
  {known, title, body, isOpen, news}: KeptIssue,
  {labels, assignees}: Pick<DeliverySettings['issue'], 'labels' | 'assignees'>,
  host: Pick<Host, 'warning'>,
): Promise<string> {
  const state = isOpen ? ('open' as const) : ('closed' as const)
  if (known === undefined) {
    const opened = await issues.create({title, body})
    if (labels.length > 0) await attempt(host, () => issues.label(opened.number, labels))
    if (assignees.length > 0) await attempt(host, () => issues.assign(opened.number, assignees))
    if (!isOpen) await issues.update(opened.number, {state})
    return opened.url
  }
  await issues.update(known.number, {title, body, state})
  if (news !== undefined) await issues.comment(known.number, news)
  return known.url
}

/** A label or a person that GitHub does not know costs no issue. */
async function attempt(host: Pick<Host, 'warning'>, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    host.warning(explain(asFailure(error)))
  }
}
