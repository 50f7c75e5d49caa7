/** Where at GitHub the export's secrets and variables lie: in the repository, or in one of its environments. */
import type {Api, Json} from './call.ts'
import type {Step} from './step.ts'

export interface Repository {
  name: string
  /** Its name; undefined where the repository itself holds them. */
  environment: string | undefined
  github: Api
}

export interface Place {
  /** In words. */
  name: string
  /** Below the repository's address, before `/secrets` and `/variables`. */
  path: string
}

export function placeOf({name, environment}: Pick<Repository, 'name' | 'environment'>): Place {
  if (environment === undefined) return {name, path: '/actions'}
  return {name: `the environment ${environment} of ${name}`, path: addressOf(environment)}
}

/** All of them, the repository first. */
export async function placesOf({name, github}: Repository): Promise<Place[]> {
  const answer = await github.call('GET', '/environments?per_page=100', undefined, 'is an answer')
  const environments = Array.isArray(answer?.environments) ? (answer.environments as Json[]) : []
  return [undefined, ...environments.map(each => String(each.name))].map(environment => placeOf({name, environment}))
}

/** An environment that is there is left as it is: to write to it would take its protection away. */
export function environmentMade({name, environment, github}: Repository & {environment: string}): Step {
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
