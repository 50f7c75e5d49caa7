/** Which workflow runs are believed: the rule by which an artifact is taken, or refused with the reason. */
import {isSameText} from '../audit/compare-text.ts'
import type {FoundArtifact, WorkflowRun} from '../github.ts'

export interface ProducerTrust {
  /** `owner/name` */
  repository: string
  /** Of this run, whose earlier attempts and other jobs may have left something. */
  ownRun: number | undefined
  /** Paths of workflow files. */
  workflows: readonly string[]
  /** The default branch, and this run's own where it is protected. */
  branches: readonly string[]
}

/**
 * Events that run the repository's own code for someone who may write to it. An event that is not named here, and so any
 * of a pull request, is refused: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
const trustedEvents = ['schedule', 'workflow_dispatch', 'repository_dispatch', 'push', 'workflow_run', 'workflow_call']

/** A comment runs the default branch's code as well, and starts nothing but a review, which asks GitHub who wrote it. */
const reviewEvents = [...trustedEvents, 'issue_comment']

/** What the list of artifacts tells already, so that no run has to be looked up for it. Undefined where nothing is wrong. */
export function whyNotListed({run, digest}: FoundArtifact, trust: ProducerTrust): string | undefined {
  if (digest === undefined) return 'GitHub states no digest of it'
  if (run.headRepositoryId !== undefined && run.headRepositoryId !== run.repositoryId) {
    return 'its run is of another repository, such as a fork'
  }
  if (run.id === trust.ownRun || typeof run.headBranch !== 'string') return undefined
  return whyNotBranch(run.headBranch, trust)
}

/** Undefined for a run that is believed. */
export function whyNotTrusted(
  run: WorkflowRun,
  trust: ProducerTrust,
  kind: 'export' | 'baseline' | 'state' | 'review' | 'notified' = 'export',
): string | undefined {
  const {event, path, headBranch} = run
  if (!(kind === 'review' ? reviewEvents : trustedEvents).includes(event))
    return `its run was started by the event ${event}`
  if (!isSameText(run.repository, trust.repository)) return `its run is of the repository ${run.repository}`
  if (run.headRepository === null || !isSameText(run.headRepository, trust.repository)) {
    return `its run is of the repository ${run.headRepository ?? '(deleted)'}, such as a fork`
  }
  if (!trust.workflows.includes(path)) {
    return `its run is of the workflow ${path}, which is neither this one nor among trusted-workflows`
  }
  return run.id === trust.ownRun ? undefined : whyNotBranch(headBranch, trust)
}

function whyNotBranch(branch: string | null, {branches}: ProducerTrust): string | undefined {
  if (branch !== null && branches.includes(branch)) return undefined
  return `its run is of the branch ${branch ?? '(none)'}, which is neither the default branch nor this run’s own, protected one`
}
