/** Which subject the repository's jobs present to Entra: GitHub is asked, and only the form that it names is trusted. */
import {githubIssuer, otherForm} from '../signin/subject.ts'
import {Failure} from '../wire/failure.ts'
import type {ApiJson} from './call.ts'
import type {Repository} from './places.ts'
import type {SetupSettings} from './settings.ts'

export interface TrustedSubjects {
  trusted: string[]
  /** The form that the repository does not present: setup's own credential for it, of an earlier run, is withdrawn. */
  obsolete: string | undefined
  /** What the reader has to know about the choice. */
  note: string | undefined
}

/**
 * A subject without ids can be presented by anyone who takes a name that was given up, so it is trusted only where
 * GitHub says that the repository presents it, or where the question is refused. Throws `SETUP_SUBJECT_TEMPLATE`.
 */
export async function trustedSubjects(
  repository: Repository | undefined,
  {subject, subjectAsGiven}: {subject: string} & Pick<SetupSettings, 'subjectAsGiven'>,
): Promise<TrustedSubjects> {
  if (subjectAsGiven) return {trusted: [subject], obsolete: undefined, note: undefined}
  if (repository === undefined) {
    const note = `GitHub was not asked which subject the repository presents (no GH_TOKEN). Repositories made, renamed or moved since 15 July 2026 present ids in it: check it with gh api repos/${repositoryOf(subject)}/actions/oidc/customization/sub --jq .sub_claim_prefix`
    return {trusted: [subject], obsolete: undefined, note}
  }
  const facts = await repository.github.call('GET', '')
  const other = otherForm({issuer: githubIssuer, subject, audience: '', ...idsOf(repository, facts)})
  const answer = await customization(repository)
  if (answer instanceof Failure) {
    const forms = other === undefined ? [subject] : [subject, other]
    const note = `GitHub does not say which subject ${repository.name} presents (${answer.message}), so ${forms.length > 1 ? 'both forms are trusted' : 'the form without ids is trusted'}. A token with the permission Administration: read may ask.`
    return {trusted: forms, obsolete: undefined, note}
  }
  const presented = presentedSubject(repository.name, subject, answer)
  const obsolete = [subject, other].find(form => form !== undefined && form !== presented)
  return {trusted: [presented], obsolete, note: undefined}
}

function idsOf({name}: Repository, facts: ApiJson | undefined) {
  const owner = facts?.owner as ApiJson | undefined
  return {repository: name, repositoryId: String(facts?.id ?? ''), ownerId: String(owner?.id ?? '')}
}

/** https://docs.github.com/rest/actions/oidc#get-the-customization-template-for-an-oidc-subject-claim-for-a-repository */
async function customization({github}: Repository): Promise<ApiJson | Failure> {
  try {
    return (await github.call('GET', '/actions/oidc/customization/sub')) ?? {}
  } catch (error) {
    if (error instanceof Failure && /^SETUP_GITHUB_40[34]$/.test(error.code)) return error
    throw error
  }
}

/** @param subject without ids, as a repository on its default template presented it before 15 July 2026. */
export function presentedSubject(repository: string, subject: string, answer: ApiJson): string {
  const context = subject.split(':').slice(2).join(':')
  const keys = Array.isArray(answer.include_claim_keys) ? answer.include_claim_keys.join() : undefined
  if (answer.use_default === false && keys !== 'repo,context') throw ownTemplate(repository, keys)
  // Enterprise Server knows no ids, and does not send the field.
  if (answer.sub_claim_prefix === undefined || answer.sub_claim_prefix === null) return subject
  const prefix = String(answer.sub_claim_prefix)
  const [, owner, name] = /^repo:([^/:@]+)(?:@\d+)?\/([^/:@]+)(?:@\d+)?$/.exec(prefix) ?? []
  if (`${owner}/${name}`.toLowerCase() !== repository.toLowerCase()) throw ownTemplate(repository, prefix)
  return `${prefix}:${context}`
}

function repositoryOf(subject: string): string {
  return subject.split(':')[1] ?? ''
}

function ownTemplate(repository: string, keys: string | undefined): Failure {
  return new Failure({
    code: 'SETUP_SUBJECT_TEMPLATE',
    message: `The subjects of ${repository} follow a template of their own (${keys ?? 'the organisation’s'}), so setup can’t compose what its jobs present.`,
    remedy:
      'Give the subject whole: --federated --subject TEXT. A job’s failed sign-in, or mode: doctor in the workflow, prints the subject that it presented.',
  })
}
