/** Workflow runs of the repository and of its forks, as GitHub's API tells of them, and whose artifacts they made. */

export interface WorkflowRunRecord {
  id: number
  event: string
  /** `owner/name`: a fork's, for a pull request from one. */
  headRepository: string
  headBranch: string
  /** The workflow file. */
  path: string
  attempt: number
  createdAt: Date
}

export class WorkflowRuns {
  /** The run that the job is of. */
  current: WorkflowRunRecord
  readonly #known = new Map<number, WorkflowRunRecord>()
  readonly #repositories: string[] = []

  constructor(current: WorkflowRunRecord) {
    this.current = current
    this.add(current)
  }

  add(run: WorkflowRunRecord): void {
    this.#known.set(run.id, run)
  }

  find(id: number): WorkflowRunRecord | undefined {
    return this.#known.get(id)
  }

  nextId(): number {
    return Math.max(...this.#known.keys()) + 1
  }

  /** A repository's number: the same for the same name, in whatever case. */
  repositoryId(name: string): number {
    const known = this.#repositories.indexOf(name.toLowerCase())
    return FIRST_REPOSITORY + (known >= 0 ? known : this.#repositories.push(name.toLowerCase()) - 1)
  }
}

const FIRST_REPOSITORY = 7_001

/** https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run */
export function runAnswer(run: WorkflowRunRecord, repository: string, runs: WorkflowRuns): object {
  const created = run.createdAt.toISOString().replace(/\.\d+Z$/, 'Z')
  const named = (name: string) => ({id: runs.repositoryId(name), full_name: name, fork: name !== repository})
  return {
    id: run.id,
    name: 'Audit export',
    path: run.path,
    event: run.event,
    head_branch: run.headBranch,
    status: run === runs.current ? 'in_progress' : 'completed',
    run_number: 12,
    run_attempt: run.attempt,
    created_at: created,
    run_started_at: created,
    updated_at: created,
    repository: named(repository),
    head_repository: named(run.headRepository),
  }
}
