/** Where at GitHub the export's secrets and variables lie: in the repository, or in one of its environments. */
import {Failure} from '../wire/failure.ts'
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
  const environments: string[] = []
  for (let page = 1; ; page++) {
    const path = `/environments?per_page=${environmentsPerPage}&page=${page}`
    const answer = await github.call('GET', path, undefined, 'is an answer')
    const listed = Array.isArray(answer?.environments) ? (answer.environments as ApiJson[]) : []
    environments.push(...listed.map(each => String(each.name)))
    if (listed.length < environmentsPerPage) break
  }
  return [undefined, ...environments].map(environment => secretLocation({name, environment}))
}

/** GitHub's maximum. */
const environmentsPerPage = 100

/** An environment that is there is left as it is: to write to it would take its protection away. */
export function environmentMade({name, environment, github}: Repository & {environment: string}): SetupStep {
  const path = addressOf(environment)
  return {
    look: async () => {
      if (await github.call('GET', path, undefined, 'is an answer'))
        return {there: `The environment ${environment} of ${name}`}
      const isPrivate = (await github.call('GET', ''))?.private === true
      return {
        todo: `Make the environment ${environment} in ${name}`,
        shows: [
          `PUT /repos/${name}${path}`,
          `gh api --method PUT 'repos/${name}${path}'`,
          ...(isPrivate ? [`${name} is private: ${paidPlan} ${withoutEnvironment}`] : []),
        ],
        act: async () => {
          await github.call('PUT', path, {}).catch(error => {
            throw isPrivate ? noEnvironment(name, environment, error) : error
          })
        },
      }
    },
  }
}

/** https://docs.github.com/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments */
const paidPlan = 'environments in private repositories need GitHub Pro, Team or Enterprise.'
const withoutEnvironment =
  'On GitHub Free leave --environment out: secrets and variables then go into the repository, and --federated trusts a branch (--branch main).'

/** GitHub's refusal of an environment does not name the plan, so the plan is offered as a cause and GitHub's own words are kept. */
function noEnvironment(name: string, environment: string, error: unknown): unknown {
  if (!(error instanceof Failure) || !/^(403|404|422)$/.test(String(error.evidence.HTTP))) return error
  return new Failure({
    code: 'SETUP_ENVIRONMENT',
    message: `GitHub does not make the environment ${environment} in the private repository ${name}. ${error.message}`,
    remedy: `The plan may be the cause: ${paidPlan} ${withoutEnvironment} On a paid plan the token is the cause: ${error.remedy}`,
    evidence: error.evidence,
    cause: error,
  })
}

function addressOf(environment: string): string {
  return `/environments/${encodeURIComponent(environment)}`
}
