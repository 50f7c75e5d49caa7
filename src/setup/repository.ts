/** The export's secrets and variables at GitHub: stored through GitHub's API, sealed for it alone, or as commands of `gh`. */
/// <reference path="./tweetnacl-sealedbox-js.d.ts" />
import sealedBox from 'tweetnacl-sealedbox-js'
import {Failure} from '../wire/failure.ts'
import {type GitHubCause, gitHubCause} from '../wire/github-refusal.ts'
import type {World} from '../wire/world.ts'
import {type Api, api} from './call.ts'
import {fileNames, type StoredCredential} from './files.ts'
import {environmentMade, type Repository, type SecretLocation, secretLocation, secretLocations} from './places.ts'
import {clientIdOf, type Site, thumbprintOf} from './registration.ts'
import {orElse} from './shell-forms.ts'
import type {SetupStep} from './step.ts'

const secretNames = ['M365_CERTIFICATE', 'M365_CERTIFICATE_PASSWORD'] as const
/** Names of variables; the thumbprint says which certificate the secret holds, which cannot be read back. */
const variableNames = ['M365_TENANT_ID', 'M365_CLIENT_ID', 'M365_CERTIFICATE_THUMBPRINT'] as const

export function openRepository(
  world: World,
  {name, environment, token, apiUrl}: Omit<Repository, 'github'> & {token: string; apiUrl: string},
): Repository {
  world.mask(token)
  const github = api(world, {
    base: `${apiUrl}/repos/${name}`,
    headers: async () => ({
      authorization: `Bearer ${token}`,
      'user-agent': 'm365-audit-export',
      'x-github-api-version': '2022-11-28',
    }),
    refused: (status, words) => refusal(name, status, words),
  })
  return {name, environment, github}
}

export interface Stored {
  secrets: Readonly<Record<string, string>>
  variables: Readonly<Record<string, string>>
}

/** What the workflow of the README reads. Without `credential` the key is not here, and its secrets can't be stored. */
export function toStore(site: Site, {certificate, credential}: StoredCredential): Stored {
  const variables = {M365_TENANT_ID: site.tenantId, M365_CLIENT_ID: clientIdOf(site)}
  const {subject, identity} = site.settings
  if (subject !== undefined || identity !== undefined) return {secrets: {}, variables}
  return {
    secrets: {
      M365_CERTIFICATE: credential?.pfx.toString('base64') ?? '',
      M365_CERTIFICATE_PASSWORD: credential?.password ?? '',
    },
    variables: {
      ...variables,
      M365_CERTIFICATE_THUMBPRINT: certificate ? thumbprintOf(certificate) : '<thumbprint>',
    },
  }
}

export function stored(repository: Repository, site: Site, held: () => StoredCredential): SetupStep[] {
  const {environment} = repository
  const put = site.settings.idsInFile ? [] : [putAll(repository, site, held)]
  return environment === undefined ? put : [environmentMade({...repository, environment}), ...put]
}

/** Secrets first: a variable that names a certificate says that its secret is there. */
function putAll(repository: Repository, site: Site, held: () => StoredCredential): SetupStep {
  const {github} = repository
  const place = secretLocation(repository)
  const address = `/repos/${repository.name}${place.path}`
  return {
    look: async () => {
      const given = toStore(site, held())
      const {secrets, variables} = given
      if (await isStored(github, place, given)) return {there: `Secrets and variables of ${place.name}`}
      if (held().certificate !== undefined && held().credential === undefined) throw keyElsewhere(place.name)
      return {
        todo: `Store ${[...Object.keys(secrets), ...Object.keys(variables)].join(', ')} in ${place.name}`,
        shows: [
          ...Object.keys(secrets).map(one => `PUT ${address}/secrets/${one} {"encrypted_value":"<sealed>"}`),
          ...Object.entries(variables).map(
            ([one, value]) => `POST ${address}/variables ${JSON.stringify({name: one, value})}`,
          ),
        ],
        act: async () => {
          for (const [one, value] of Object.entries(secrets)) await putSecret(github, place, {name: one, value})
          for (const [one, value] of Object.entries(variables)) await putVariable(github, place, {name: one, value})
        },
      }
    },
  }
}

/** Which certificate the secret holds, by the variable that setup stores with it. */
export async function storedThumbprint(repository: Repository): Promise<unknown> {
  return await variable(repository.github, secretLocation(repository), 'M365_CERTIFICATE_THUMBPRINT')
}

async function variable(github: Api, {path}: SecretLocation, name: string): Promise<unknown> {
  return (await github.call('GET', `${path}/variables/${name}`, undefined, 'is an answer'))?.value
}

function keyElsewhere(name: string): Failure {
  return new Failure({
    code: 'SETUP_KEY_ELSEWHERE',
    message: `The application has a valid certificate, but its key is not in the folder, so ${name} can’t be given it.`,
    remedy:
      'Give the folder that holds audit.pfx with --folder, or make a new certificate in addition to the old one: setup --renew.',
  })
}

async function isStored(github: Api, place: SecretLocation, {secrets, variables}: Stored): Promise<boolean> {
  for (const one of Object.keys(secrets))
    if ((await github.call('GET', `${place.path}/secrets/${one}`, undefined, 'is an answer')) === undefined)
      return false
  for (const [one, value] of Object.entries(variables)) if ((await variable(github, place, one)) !== value) return false
  return true
}

interface Named {
  name: string
  value: string
}

/** https://docs.github.com/rest/guides/encrypting-secrets-for-the-rest-api */
async function putSecret(github: Api, {path}: SecretLocation, {name, value}: Named): Promise<void> {
  const {key, key_id} = (await github.call('GET', `${path}/secrets/public-key`)) ?? {}
  const sealed = sealedBox.seal(Buffer.from(value), Buffer.from(String(key), 'base64'))
  await github.call('PUT', `${path}/secrets/${name}`, {
    encrypted_value: Buffer.from(sealed).toString('base64'),
    key_id,
  })
}

async function putVariable(github: Api, place: SecretLocation, named: Named): Promise<void> {
  const {path} = place
  if ((await variable(github, place, named.name)) === undefined) await github.call('POST', `${path}/variables`, named)
  else await github.call('PATCH', `${path}/variables/${named.name}`, named)
}

/** Takes them away wherever the variable says that they are this app's; environments themselves stay. */
export function unstored(repository: Repository, appId: string): SetupStep {
  const {github, name} = repository
  return {
    look: async () => {
      const places: SecretLocation[] = []
      for (const place of await secretLocations(repository))
        if ((await variable(github, place, 'M365_CLIENT_ID')) === appId) places.push(place)
      if (places.length === 0) return {there: `Nothing of this app in ${name}`}
      return {
        todo: `Delete the secrets and variables of this app in ${places.map(place => place.name).join(', ')}`,
        shows: places.flatMap(({path}) => [
          ...secretNames.map(one => `DELETE /repos/${name}${path}/secrets/${one}`),
          ...variableNames.map(one => `DELETE /repos/${name}${path}/variables/${one}`),
        ]),
        act: async () => {
          for (const place of places) await deleteAll(github, place)
        },
      }
    },
  }
}

async function deleteAll(github: Api, {path}: SecretLocation): Promise<void> {
  for (const one of secretNames) await github.call('DELETE', `${path}/secrets/${one}`, undefined, 'is an answer')
  // The client id last: by it the rest is found again.
  for (const one of [variableNames[0], variableNames[2], variableNames[1]])
    await github.call('DELETE', `${path}/variables/${one}`, undefined, 'is an answer')
}

/**
 * The same for a terminal with the GitHub CLI, alike in bash and PowerShell; values of secrets come from files, never
 * from the command line.
 */
export function ghCommands(
  folder: string,
  {secrets, variables}: Stored,
  {repository, environment}: Pick<Site['settings'], 'repository' | 'environment'>,
): string[] {
  const where = `${environment ? ` --env '${environment}'` : ''}${repository ? ` --repo ${repository}` : ''}`
  const print = (file: string, encoding: string) =>
    `node -p "require('fs').readFileSync('${forwardSlashes(folder)}/${file}', '${encoding}')${encoding === 'utf8' ? '.trim()' : ''}"`
  const files: Record<string, string> = {
    M365_CERTIFICATE: print(fileNames.pfx, 'base64'),
    M365_CERTIFICATE_PASSWORD: print(fileNames.password, 'utf8'),
  }
  const address = `repos/${repository ?? '{owner}/{repo}'}/environments/${encodeURIComponent(environment ?? '')}`
  return [
    ...(environment ? orElse(`gh api --silent '${address}'`, `gh api --silent --method PUT '${address}'`) : []),
    ...Object.keys(secrets).map(one => `${files[one]} | gh secret set ${one}${where}`),
    ...Object.entries(variables).map(([one, value]) => `gh variable set ${one} --body '${value}'${where}`),
  ]
}

/** Which Node takes on Windows too, and which needs no escape in a JavaScript string. */
function forwardSlashes(path: string): string {
  return path.replaceAll('\\', '/')
}

type Refusal = [code: string, message: string, remedy: string]

/** Refusals that no right of the token cures. */
const causes: Partial<Record<GitHubCause, Refusal>> = {
  archived: [
    'SETUP_GITHUB_REPOSITORY',
    'The repository is archived',
    'An administrator of it unarchives it: gh repo unarchive OWNER/NAME.',
  ],
  blocked: [
    'SETUP_GITHUB_REPOSITORY',
    'GitHub has blocked the repository',
    'Its owner asks https://support.github.com.',
  ],
  moved: [
    'SETUP_GITHUB_REPOSITORY',
    'The repository was renamed or moved',
    'Give its present name: --repository OWNER/NAME.',
  ],
  'single-sign-on': [
    'SETUP_GITHUB_ORGANISATION',
    'The token is not authorised for the organisation’s single sign-on',
    'Authorise it: Settings → Developer settings → Personal access tokens → Configure SSO; or gh auth refresh.',
  ],
  policy: [
    'SETUP_GITHUB_ORGANISATION',
    'A policy of the organisation refuses this kind of token',
    'An organisation owner allows it under Settings → Personal access tokens; or use gh auth login, or the gh commands that setup prints without GH_TOKEN.',
  ],
  'ip-allow-list': [
    'SETUP_GITHUB_ORGANISATION',
    'The organisation’s IP allow list does not have this machine’s address',
    'Run setup where the list allows it, or let an organisation owner add the address: Settings → Authentication security.',
  ],
  'rate-limit': [
    'SETUP_GITHUB_LIMIT',
    'The token’s budget of requests is used up',
    'Run setup again in an hour: what is done is not done twice.',
  ],
  'secondary-limit': [
    'SETUP_GITHUB_LIMIT',
    'GitHub asks for fewer requests',
    'Run setup again in some minutes: what is done is not done twice.',
  ],
}

function refusal(name: string, status: number, words: string): Failure {
  const what: Record<number, Refusal> = {
    401: [
      'SETUP_GITHUB_401',
      'GitHub does not take the token',
      'Get another: gh auth login, then set GH_TOKEN to what gh auth token prints (bash: export GH_TOKEN=$(gh auth token); PowerShell: $env:GH_TOKEN = gh auth token).',
    ],
    403: [
      'SETUP_GITHUB_403',
      `The token may not write secrets and variables of ${name}`,
      'It needs the scope repo, or as a fine-grained token the repository permissions Secrets and Variables, for an environment Environments (and Administration to make it): read and write; the person must be an administrator of the repository. Without GH_TOKEN setup prints the gh commands instead.',
    ],
    404: [
      'SETUP_GITHUB_404',
      `There is no repository ${name}, or the token may not see it`,
      'Check --repository OWNER/NAME, and that the token reaches private repositories.',
    ],
  }
  const cause = gitHubCause({status, words})
  const elsewhere = causes[cause]
  const [code, message, remedy] = elsewhere ??
    what[status] ?? [
      'SETUP_GITHUB',
      `GitHub answers ${status}`,
      'Run setup again later: what is done is not done twice. See githubstatus.com.',
    ]
  return new Failure({
    code,
    message: `${message}${words ? `: ${words}` : ''}.`,
    remedy,
    evidence: {HTTP: String(status)},
  })
}
