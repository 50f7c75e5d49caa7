/**
 * The federated credential that fits a token: as JSON to create, in both forms that GitHub writes subjects in, with the
 * likely reasons why Entra found none. https://docs.github.com/actions/reference/security/oidc
 */
import type {PresentedToken} from './federation.ts'

export const githubIssuer = 'https://token.actions.githubusercontent.com'

/** The body of Graph's POST /applications/{id}/federatedIdentityCredentials. */
export interface TrustedSubject {
  name: string
  issuer: string
  subject: string
  audiences: string[]
}

/** The credential that matches the token, or one of another `subject`. */
export function fittingCredential(presented: PresentedToken, other = presented.subject): TrustedSubject {
  const {issuer, audience} = presented
  const origin = presented.by === undefined ? 'github' : presented.by.replace(' ', '-')
  const name = `${origin}-${other.replace(/^repo:/, '')}`.replace(/[^A-Za-z0-9]+/g, '-').replace(/-+$/, '')
  return {name: name.slice(0, 120), issuer, subject: other, audiences: [audience]}
}

/**
 * The same job's subject in the other form, where the token has enough claims: with ids (`repo:OWNER@ID/NAME@ID:…`), as
 * repositories made, renamed or moved since 15 July 2026 have it, or without, as the older ones do.
 */
export function otherForm({subject, repository, repositoryId, ownerId}: PresentedToken): string | undefined {
  const parts = /^repo:([^/:@]+)(@\d+)?\/([^/:@]+)(@\d+)?:(.+)$/.exec(subject)
  if (!parts) return undefined
  const [, owner, withOwnerId, name, , context] = parts
  if (withOwnerId !== undefined) return `repo:${owner}/${name}:${context}`
  if (!repository || !repositoryId || !ownerId) return undefined
  return `repo:${owner}@${ownerId}/${name}@${repositoryId}:${context}`
}

export function sayPresented({issuer, subject, audience, by}: PresentedToken): string {
  const who = by === undefined ? 'GitHub' : `The ${by}`
  return `${who} presented issuer ${issuer}, subject ${subject}, audience ${audience}`
}

/** What was presented, why it may have been refused, and the commands that fix it. Nothing in it is secret. */
export function explainFederation(presented: PresentedToken, clientId: string | undefined): string {
  const {subject} = presented
  const app = clientId ?? 'CLIENT-ID'
  const other = otherForm(presented)
  const otherName = hasIds(subject) ? 'without ids' : 'with ids'
  return [
    `${sayPresented(presented)}; Entra compares each letter by letter.`,
    ...likelyMismatches(presented),
    `See what the app has: az ad app federated-credential list --id ${app}`,
    `. Create what fits: az ad app federated-credential create --id ${app} --parameters ${quoted(fittingCredential(presented))}`,
    other === undefined
      ? ''
      : `. The form ${otherName}, which this repository does not present, would be ${quoted(fittingCredential(presented, other))}`,
    '. It takes a minute or two until a new credential is known.',
  ]
    .join(' ')
    .replaceAll(' . ', '. ')
}

function likelyMismatches(presented: PresentedToken): string[] {
  const {issuer, subject, environment, event, repository} = presented
  if (presented.by === 'managed identity')
    return [
      'The subject is the object (principal) id of the managed identity, not its client id; it has to be user-assigned, and in the tenant of the app registration.',
    ]
  if (presented.by === 'token file')
    return [
      /[A-Z]/.test(subject) ? 'Capital letters count.' : '',
      'The audience is chosen where the CI system issues the token (GitLab: aud under id_tokens), and has to be the one of the credential.',
    ].filter(words => words !== '')
  const reasons: [applies: boolean, words: string][] = [
    [
      issuer !== githubIssuer,
      `The issuer is not ${githubIssuer}: a GitHub Enterprise Server, or an enterprise with an issuer of its own, needs a credential with that issuer.`,
    ],
    [
      environment !== undefined,
      `The job names the environment ${environment}: its subject then ends in environment:${environment} and no longer in the branch.`,
    ],
    [
      environment === undefined && subject.includes(':ref:'),
      'The job names no environment: a credential for an environment, or for another branch or tag, does not fit.',
    ],
    [
      subject.endsWith(':pull_request') || event === 'pull_request',
      'A run for a pull request has the subject …:pull_request, whatever its branch.',
    ],
    [
      hasIds(subject),
      'The subject holds the ids of owner and repository, as it does for repositories made, renamed or moved since 15 July 2026: a credential without them does not fit.',
    ],
    [
      subject.startsWith('repo:') && !hasIds(subject),
      'The subject holds no ids: a credential that the Entra portal made with ids (@) does not fit this repository.',
    ],
    [/[A-Z]/.test(repository ?? subject), 'Capital letters count.'],
    [!subject.startsWith('repo:'), "The subject follows a template of the repository's own or of its organisation."],
  ]
  return reasons.filter(([applies]) => applies).map(([, words]) => words)
}

function hasIds(subject: string): boolean {
  return /^repo:[^/:]+@\d+\//.test(subject)
}

/** For a shell: a branch's name may hold a quote. */
function quoted(credential: TrustedSubject): string {
  return `'${JSON.stringify(credential).replaceAll("'", "'\\''")}'`
}
