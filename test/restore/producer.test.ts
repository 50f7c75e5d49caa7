/** A run is believed when every one of its marks is right, and for no other. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {FoundArtifact, WorkflowRun} from '../../src/github.ts'
import {type ProducerTrust, whyNotListed, whyNotTrusted} from '../../src/restore/producer.ts'

const trust: ProducerTrust = {
  repository: 'octo/audit',
  ownRun: 7,
  workflows: ['.github/workflows/audit.yml', '.github/workflows/weekly.yml'],
  branches: ['main', 'release'],
}
const run: WorkflowRun = {
  id: 3,
  event: 'schedule',
  repository: 'octo/audit',
  headRepository: 'octo/audit',
  headBranch: 'main',
  path: '.github/workflows/audit.yml',
}

describe('a run is believed', () => {
  test.each<[string, Partial<WorkflowRun>]>([
    ['of the default branch', {}],
    ['of this run’s own protected branch', {headBranch: 'release'}],
    ['of a workflow that is trusted by name', {path: '.github/workflows/weekly.yml'}],
    ['that a person started', {event: 'workflow_dispatch'}],
    ['whose repository is written in another case', {repository: 'Octo/Audit', headRepository: 'OCTO/audit'}],
    ['that is this very run, of whatever branch', {id: 7, headBranch: 'try'}],
  ])('%s', (_name, marks) => expect(whyNotTrusted({...run, ...marks}, trust)).toBeUndefined())
})

describe('a run is refused', () => {
  test.each<[string, Partial<WorkflowRun>, RegExp]>([
    ['of a pull request', {event: 'pull_request'}, /event pull_request/],
    ['of a pull request’s target', {event: 'pull_request_target'}, /event pull_request_target/],
    ['of a pull request’s review', {event: 'pull_request_review'}, /event pull_request_review/],
    ['of an event that is not known', {event: 'something_new'}, /event something_new/],
    ['of a fork, whose branch is called main', {headRepository: 'mallory/audit'}, /repository mallory\/audit/],
    ['of a fork that was deleted', {headRepository: null}, /\(deleted\)/],
    ['of another repository', {repository: 'octo/other'}, /octo\/other/],
    ['of another workflow', {path: '.github/workflows/ci.yml'}, /ci\.yml/],
    ['of another branch', {headBranch: 'feature'}, /branch feature/],
    ['of no branch', {headBranch: null}, /branch \(none\)/],
    ['that is this very run, by a pull request', {id: 7, event: 'pull_request'}, /event pull_request/],
    ['that is this very run, of another workflow', {id: 7, path: '.github/workflows/ci.yml'}, /ci\.yml/],
  ])('%s', (_name, marks, words) => expect(whyNotTrusted({...run, ...marks}, trust)).toMatch(words))

  test('for any single mark that is wrong, whatever the others are', () => {
    const word = fc.stringMatching(/^[a-z_/.-]{1,20}$/)
    const good: WorkflowRun[] = [run, {...run, headBranch: 'release'}, {...run, path: trust.workflows[1] ?? ''}]
    const wrong = fc.oneof(
      word.filter(event => !['schedule', 'push', 'workflow_run'].includes(event)).map(event => ({event})),
      word.map(name => ({headRepository: `x${name}`})),
      word.map(name => ({repository: `x${name}`})),
      word.map(name => ({path: `x${name}`})),
      word.map(name => ({headBranch: `x${name}`})),
    )
    fc.assert(
      fc.property(fc.constantFrom(...good), wrong, (one, mark) => {
        expect(whyNotTrusted({...one, ...mark}, trust)).toBeTypeOf('string')
      }),
    )
  })
})

describe('of the list of artifacts, without looking a run up,', () => {
  const artifact: FoundArtifact = {
    ...{id: 1, name: 'audit', bytes: 9, digest: 'a'.repeat(64), created: '2026-11-01T00:00:00Z'},
    run: {id: 3, repositoryId: 1, headRepositoryId: 1, headBranch: 'main'},
  }
  test.each<[string, Partial<FoundArtifact>, RegExp | undefined]>([
    ['nothing is wrong with our own', {}, undefined],
    ['an artifact without digest is refused', {digest: undefined}, /digest/],
    ['a fork’s is refused', {run: {...artifact.run, headRepositoryId: 2}}, /fork/],
    ['another branch’s is refused', {run: {...artifact.run, headBranch: 'feature'}}, /branch feature/],
    ['this very run’s is not refused for its branch', {run: {...artifact.run, id: 7, headBranch: 'x'}}, undefined],
  ])('%s', (_name, marks, words) => {
    const why = whyNotListed({...artifact, ...marks}, trust)
    if (words === undefined) expect(why).toBeUndefined()
    else expect(why).toMatch(words)
  })
})
