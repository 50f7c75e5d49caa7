/** The repository's secrets and variables: stored through GitHub's API, sealed for it alone, or as commands of `gh`. */
/// <reference path="./tweetnacl-sealedbox-js.d.ts" />
import sealedBox from 'tweetnacl-sealedbox-js'
import {githubIssuer, otherForm} from '../signin/subject.ts'
import {Failure} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'
import {type Api, api, type Json} from './call.ts'
import {fileNames, type Held} from './files.ts'
import {clientIdOf, type Site, thumbprintOf} from './registration.ts'
import type {Step} from './step.ts'

const secretNames = ['M365_CERTIFICATE', 'M365_CERTIFICATE_PASSWORD'] as const
/** Names of variables; the thumbprint tells which certificate the secret holds, which nobody can read back. */
const variableNames = ['M365_TENANT_ID', 'M365_CLIENT_ID', 'M365_CERTIFICATE_THUMBPRINT'] as const

export interface Repository {
  name: string
  github: Api
}

export function openRepository(
  world: World,
  {name, token, apiUrl}: {name: string; token: string; apiUrl: string},
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
  return {name, github}
}

export interface Stored {
  secrets: Readonly<Record<string, string>>
  variables: Readonly<Record<string, string>>
}

/**
 * The subject in both forms that GitHub writes it in: which of them a repository presents can't be asked. Only the one
 * with ids is safe from somebody who takes a name that was given up; the other is there for older repositories.
 */
export async function bothForms(repository: Repository | undefined, subject: string): Promise<string[]> {
  const facts = await repository?.github.call('GET', '')
  if (repository === undefined || facts === undefined) return [subject]
  const owner = facts.owner as Json | undefined
  const ids = {repository: repository.name, repositoryId: String(facts.id ?? ''), ownerId: String(owner?.id ?? '')}
  const other = otherForm({issuer: githubIssuer, subject, audience: '', ...ids})
  return other === undefined ? [subject] : [subject, other]
}

/** What the workflow of the README reads. Without `credential` the key is not here, and its secrets can't be stored. */
export function toStore(site: Site, {certificate, credential}: Held): Stored {
  const variables = {M365_TENANT_ID: site.tenantId, M365_CLIENT_ID: clientIdOf(site)}
  if (site.settings.subject !== undefined) return {secrets: {}, variables}
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

/** Secrets first: a variable that names a certificate says that its secret is there. */
export function stored(repository: Repository, site: Site, held: () => Held): Step {
  const {github, name} = repository
  return {
    look: async () => {
      const given = toStore(site, held())
      const {secrets, variables} = given
      if (await isStored(github, given)) return {there: `Secrets and variables of ${name}`}
      if (held().certificate !== undefined && held().credential === undefined) throw keyElsewhere(name)
      return {
        todo: `Store ${[...Object.keys(secrets), ...Object.keys(variables)].join(', ')} in ${name}`,
        shows: [
          ...Object.keys(secrets).map(
            one => `PUT /repos/${name}/actions/secrets/${one} {"encrypted_value":"<sealed>"}`,
          ),
          ...Object.entries(variables).map(
            ([one, value]) => `POST /repos/${name}/actions/variables ${JSON.stringify({name: one, value})}`,
          ),
        ],
        act: async () => {
          for (const [one, value] of Object.entries(secrets)) await putSecret(github, one, value)
          for (const [one, value] of Object.entries(variables)) await putVariable(github, one, value)
        },
      }
    },
  }
}

/** Which certificate the repository's secret holds, by the variable that setup stores with it. */
export async function storedThumbprint({github}: Repository): Promise<unknown> {
  return (await github.call('GET', '/actions/variables/M365_CERTIFICATE_THUMBPRINT', undefined, 'is an answer'))?.value
}

function keyElsewhere(name: string): Failure {
  return new Failure({
    code: 'SETUP_KEY_ELSEWHERE',
    message: `The application has a valid certificate, but its key is not in the folder, so ${name} can’t be given it.`,
    remedy:
      'Give the folder that holds audit.pfx with --folder, or make a new certificate beside the old one: setup --renew.',
  })
}

async function isStored(github: Api, {secrets, variables}: Stored): Promise<boolean> {
  for (const one of Object.keys(secrets))
    if ((await github.call('GET', `/actions/secrets/${one}`, undefined, 'is an answer')) === undefined) return false
  for (const [one, value] of Object.entries(variables)) {
    const known = await github.call('GET', `/actions/variables/${one}`, undefined, 'is an answer')
    if (known?.value !== value) return false
  }
  return true
}

/** https://docs.github.com/rest/guides/encrypting-secrets-for-the-rest-api */
async function putSecret(github: Api, name: string, value: string): Promise<void> {
  const {key, key_id} = (await github.call('GET', '/actions/secrets/public-key')) ?? {}
  const sealed = sealedBox.seal(Buffer.from(value), Buffer.from(String(key), 'base64'))
  await github.call('PUT', `/actions/secrets/${name}`, {
    encrypted_value: Buffer.from(sealed).toString('base64'),
    key_id,
  })
}

async function putVariable(github: Api, name: string, value: string): Promise<void> {
  const known = await github.call('GET', `/actions/variables/${name}`, undefined, 'is an answer')
  if (known === undefined) await github.call('POST', '/actions/variables', {name, value})
  else await github.call('PATCH', `/actions/variables/${name}`, {name, value})
}

/** Takes them away where the variable says that they are this app's. */
export function unstored({github, name}: Repository, appId: string): Step {
  return {
    look: async () => {
      const client = await github.call('GET', '/actions/variables/M365_CLIENT_ID', undefined, 'is an answer')
      if (client?.value !== appId) return {there: `Nothing of this app in ${name}`}
      return {
        todo: `Delete the secrets and variables of this app in ${name}`,
        shows: [...secretNames, ...variableNames].map(one => `DELETE …/${one}`),
        act: async () => {
          for (const one of secretNames)
            await github.call('DELETE', `/actions/secrets/${one}`, undefined, 'is an answer')
          // The client id last: by it the rest is found again.
          for (const one of [variableNames[0], variableNames[2], variableNames[1]])
            await github.call('DELETE', `/actions/variables/${one}`, undefined, 'is an answer')
        },
      }
    },
  }
}

/** The same for a terminal with the GitHub CLI; values of secrets come from files, never from the command line. */
export function ghCommands(folder: string, {secrets, variables}: Stored, repository: string | undefined): string[] {
  const where = repository ? ` --repo ${repository}` : ''
  const files: Record<string, string> = {
    M365_CERTIFICATE: `base64 < ${folder}/${fileNames.pfx}`,
    M365_CERTIFICATE_PASSWORD: `cat ${folder}/${fileNames.password}`,
  }
  return [
    ...Object.keys(secrets).map(one => `${files[one]} | gh secret set ${one}${where}`),
    ...Object.entries(variables).map(([one, value]) => `gh variable set ${one} --body '${value}'${where}`),
  ]
}

function refusal(name: string, status: number, words: string): Failure {
  const what: Record<number, [code: string, message: string, remedy: string]> = {
    401: [
      'SETUP_GITHUB_401',
      'GitHub does not take the token',
      'Get another: gh auth login, then GH_TOKEN=$(gh auth token).',
    ],
    403: [
      'SETUP_GITHUB_403',
      `The token may not write secrets and variables of ${name}`,
      'It needs the scope repo, or as a fine-grained token the repository permissions Secrets and Variables: read and write; the person must be an administrator of the repository. Without GH_TOKEN setup prints the gh commands instead.',
    ],
    404: [
      'SETUP_GITHUB_404',
      `There is no repository ${name}, or the token may not see it`,
      'Check --repository OWNER/NAME, and that the token reaches private repositories.',
    ],
  }
  const [code, message, remedy] = what[status] ?? [
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
