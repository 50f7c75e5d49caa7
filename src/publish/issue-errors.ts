/** What GitHub's refusals of an issue mean, who can fix them, and how. */
import {Failure} from '../wire/failure.ts'
import {authorisationPage, budgetRenewedAt, type GitHubCause, gitHubCause, gitHubWords} from '../wire/github-refusal.ts'
import type {BodyReading, HttpAnswer} from '../wire/send.ts'

export interface IssueRefusal {
  answer: Pick<HttpAnswer, 'status' | 'headers'>
  json: unknown
  repository: string
  token: string
  /** Milliseconds since 1970 UTC. */
  now: number
  /** No wait is longer, in milliseconds. */
  longest: number
}

/** Naming one permission takes away all that are not named: https://docs.github.com/actions/reference/workflow-syntax#permissions. */
export const permissionLines = 'permissions: {contents: read, actions: read, issues: write}'

/** A refusal, and whether to ask again. */
export function refusedIssue(refusal: IssueRefusal): BodyReading<never> {
  const {status, headers} = refusal.answer
  const words = gitHubWords(refusal.json)
  const cause = gitHubCause({status, words, headers})
  const renewed = cause === 'rate-limit' ? budgetRenewedAt(headers) : undefined
  const {code, remedy} = causes[cause]
  const id = headers.get('x-github-request-id')
  const failure = new Failure({
    code,
    message: `GitHub does not take the issue in ${refusal.repository}${words ? `: ${words.replace(/[\s.]+$/, '')}` : ` (${status})`}.`,
    remedy: remedy({...refusal, status, renewed}),
    evidence: {status: String(status), ...(id ? {'request-id': id} : {})},
  })
  if (cause === 'unavailable') return {retry: failure}
  if (cause === 'secondary-limit') return {retry: failure, throttled: true}
  // The budget is new on the hour; longer than a wait may be, another try can't help.
  if (cause === 'rate-limit' && (renewed === undefined || renewed - refusal.now <= refusal.longest))
    return {retry: failure, throttled: true}
  return {failed: failure}
}

type Situation = IssueRefusal & {status: number; renewed: number | undefined}

/** https://github.blog/engineering/behind-githubs-new-authentication-token-formats: a token's prefix tells its kind. */
function isPersonal(token: string): boolean {
  return /^(ghp|gho|github_pat)_/.test(token)
}

const jobsOwn = `leave github-token out, which takes the job’s own, and write \`${permissionLines}\``

const jobPermission = () =>
  `The job’s token lacks the right. An editor of the workflow writes at its top, or in the job: \`${permissionLines}\` (with id-token: write where that is used). ` +
  'If the lines are there, an organisation or repository owner has limited the token: Settings → Actions → General → Workflow permissions. Runs of forks and of Dependabot never get it.'

const personalPermission = () =>
  'The personal access token in github-token lacks the right. Its owner gives a fine-grained token this repository and the repository permission Issues: read and write, ' +
  `or a classic one the scope repo; or ${jobsOwn}.`

const causes: Readonly<Record<GitHubCause, {code: string; remedy(situation: Situation): string}>> = {
  'job-token': {code: 'ISSUE_PERMISSION', remedy: jobPermission},
  'fine-grained': {code: 'ISSUE_TOKEN_PERMISSION', remedy: personalPermission},
  'not-found': {
    code: 'ISSUE_PERMISSION',
    remedy: ({token, repository}) =>
      `GitHub says that of what the token may not see, too. ${isPersonal(token) ? personalPermission() : jobPermission()} Outside of a job, check that ${repository} is the repository’s present name.`,
  },
  refused: {
    code: 'ISSUE_REFUSED',
    remedy: ({status, token}) => {
      if (status === 403) return isPersonal(token) ? personalPermission() : jobPermission()
      return 'If the reason does not say it, please report it with the version and this message.'
    },
  },
  token: {
    code: 'ISSUE_TOKEN',
    remedy: () =>
      `The token is wrong, has expired, or its owner’s account is suspended: ${jobsOwn}; or renew the one that is given.`,
  },
  policy: {
    code: 'ISSUE_TOKEN_POLICY',
    remedy: () =>
      `The organisation’s policy refuses this token: its kind, its lifetime, or because it is not approved yet. An organisation owner looks at Settings → Personal access tokens; or ${jobsOwn}.`,
  },
  'single-sign-on': {
    code: 'ISSUE_SSO',
    remedy: ({answer}) =>
      `The organisation demands single sign-on, and github-token is not authorised for it. Its owner authorises it: ${authorisationPage(answer.headers) ?? 'Settings → Developer settings → Personal access tokens → Configure SSO'}; or ${jobsOwn}, which needs none.`,
  },
  'ip-allow-list': {
    code: 'ISSUE_IP_ALLOW_LIST',
    remedy: () =>
      'An organisation owner adds the runner’s address: Settings → Authentication security → IP allow list; GitHub-hosted runners with static addresses are the larger ones. Or run on a self-hosted runner inside the list; or set issue: never.',
  },
  archived: {
    code: 'ISSUE_ARCHIVED',
    remedy: ({repository}) =>
      `The repository is archived, which makes it read-only. An administrator of it runs: gh repo unarchive ${repository}; or set issue: never.`,
  },
  locked: {
    code: 'ISSUE_LOCKED',
    remedy: () =>
      'The issue’s conversation is locked. A person with write access unlocks it on its page (Unlock conversation), or closes it and removes the marker in its text, and the next run opens another.',
  },
  disabled: {
    code: 'ISSUE_DISABLED',
    remedy: ({repository}) =>
      `Issues are switched off here. An administrator of the repository switches them on: gh repo edit ${repository} --enable-issues; or set issue: never.`,
  },
  gone: {
    code: 'ISSUE_GONE',
    remedy: () => 'The issue was deleted while this run wrote it; the next run opens another.',
  },
  restricted: {
    code: 'ISSUE_RESTRICTED',
    remedy: () =>
      'The repository or organisation limits who may open issues or comment: Settings → General → Features → Issues, and Settings → Moderation options → Interaction limits. An administrator allows the token’s owner; the job’s own token counts as a bot.',
  },
  blocked: {
    code: 'ISSUE_BLOCKED',
    remedy: () =>
      'GitHub itself has blocked the repository. Its owner finds the reason on its page, or asks https://support.github.com.',
  },
  moved: {
    code: 'ISSUE_MOVED',
    remedy: () =>
      'The repository was renamed or transferred while this run was under way. Rerun the workflow where it is now.',
  },
  'rate-limit': {
    code: 'ISSUE_RATE_LIMIT',
    remedy: ({renewed}) =>
      `The token’s budget of requests is used up${renewed === undefined ? '' : ` until ${new Date(renewed).toISOString()}`}: 1,000 an hour for all jobs of a repository together, 5,000 for a personal token. Rerun after that; see what else spends it.`,
  },
  'secondary-limit': {
    code: 'ISSUE_SECONDARY_LIMIT',
    remedy: () =>
      'Too much was written or asked at once by the same token (a secondary rate limit), in this run or elsewhere. Rerun in some minutes, and let fewer jobs write issues at the same time.',
  },
  unavailable: {code: 'ISSUE_UNAVAILABLE', remedy: () => 'Run again later; see githubstatus.com.'},
}
