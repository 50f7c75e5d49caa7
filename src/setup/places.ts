/** Where at GitHub the export's secrets and variables lie: in the repository, or in one of its environments. */
import type {Api, ApiJson} from './call.ts'
import type {SetupStep} from './step.ts'

export interface Repository {
  name: string
  /** Its name; undefined where the repository itself holds them. */
  environment: string | undefined
  github: Api
}

export interface SecretLocation {
  /** In words. */
  name: string
  /** Below the repository's address, before `/secrets` and `/variables`. */
  path: string
}

export function secretLocation({name, environment}: Pick<Repository, 'name' | 'environment'>): SecretLocation {
  if (environment === undefined) return {name, path: '/actions'}
  return {name: `the environment ${environment} of ${name}`, path: addressOf(environment)}
}

/** All of them, the repository first. */
export async function secretLocations({name, github}: Repository): Promise<SecretLocation[]> {
  const answer = await github.call('GET', '/environments?per_page=100', undefined, 'is an answer')
  const environments = Array.isArray(answer?.environments) ? (answer.environments as ApiJson[]) : []
  return [undefined, ...environments.map(each => String(each.name))].map(environment =>
    secretLocation({name, environment}),
  )
}

/** An environment that is there is left as it is: to write to it would take its protection away. */
export function environmentMade({name, environment, github}: Repository & {environment: string}): SetupStep {
  const path = addressOf(environment)
  return {
    look: async () => {
      if (await github.call('GET', path, undefined, 'is an answer'))
        return {there: `The environment ${environment} of ${name}`}
      return {
        todo: `Make the environment ${environment} in ${name}`,
        shows: [`PUT /repos/${name}${path}`, `gh api --method PUT 'repos/${name}${path}'`],
        act: async () => {
          await github.call('PUT', path, {})
        },
      }
    },
  }
}

function addressOf(environment: string): string {
  return `/environments/${encodeURIComponent(environment)}`
}
