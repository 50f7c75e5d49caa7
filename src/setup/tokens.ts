/** The administrator's own tokens: from the environment, or from the Azure CLI; checked for tenant and service. */
import {execFile} from 'node:child_process'
import {promisify} from 'node:util'
import {readClaims} from '../signin/claims.ts'
import type {Cloud} from '../signin/cloud.ts'
import {childEnvironment, proxyVariables} from '../wire/child-environment.ts'
import {causes, Failure} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'

type Environment = Readonly<Record<string, string | undefined>>
type Service = 'graph' | 'exchange'

/** Runs `az` with these words and hands back what it prints. */
export type AzureCli = (words: readonly string[]) => Promise<string>

export const azureCli: AzureCli = async words => {
  const {stdout} = await promisify(execFile)('az', [...words], {
    timeout: 60_000,
    shell: process.platform === 'win32',
    env: childEnvironment(process.env, {}, proxyVariables),
  })
  return stdout
}

export interface Administrator {
  token(service: Service): Promise<string>
}

export function administrator(
  world: World,
  {
    cloud,
    tenantId,
    environment,
    az,
    variables,
  }: {
    cloud: Cloud
    tenantId: string
    environment: Environment
    az: AzureCli
    /** Their names. */
    variables: Readonly<Record<Service, string>>
  },
): Administrator {
  const known = new Map<Service, string>()
  const fetchToken = async (service: Service): Promise<string> => {
    const variable = variables[service]
    const given = environment[variable]?.trim()
    const resource = cloud.scopes[service].replace('/.default', '')
    const token = given || (await fromCli({service, variable, resource, tenantId, cloud, az}))
    world.mask(token)
    check(token, {variable, resource, tenantId})
    return token
  }
  return {
    token: async service => {
      const token = known.get(service) ?? (await fetchToken(service))
      known.set(service, token)
      return token
    },
  }
}

interface Asked {
  service: Service
  variable: string
  resource: string
  tenantId: string
  cloud: Cloud
  az: AzureCli
}

async function fromCli({service, variable, resource, tenantId, cloud, az}: Asked): Promise<string> {
  const elsewhere = cloud.azure === 'AzureCloud' ? '' : `az cloud set --name ${cloud.azure} && `
  try {
    const words = [
      'account',
      'get-access-token',
      '--resource',
      resource,
      '--tenant',
      tenantId,
      '--query',
      'accessToken',
    ]
    return (await az([...words, '--output', 'tsv'])).trim()
  } catch (error) {
    const exchange = service === 'exchange'
    throw new Failure({
      code: 'SETUP_NO_TOKEN',
      message: `There is no administrator’s token for ${exchange ? 'Exchange' : 'Microsoft Graph'}: ${variable} is not set, and the Azure CLI gives none (${causes(error).split('\n')[0]?.slice(0, 200)}).`,
      remedy: exchange
        ? `Sign in with ${elsewhere}az login --tenant ${tenantId} as an Exchange Administrator, or set ${variable}; or do the Exchange step in PowerShell (setup --dry-run prints it), or give --directory-role 'Compliance Administrator' instead.`
        : `Sign in with ${elsewhere}az login --tenant ${tenantId} as a Global Administrator or Privileged Role Administrator, or set ${variable}. setup --dry-run works without.`,
      cause: error,
    })
  }
}

function check(
  token: string,
  {variable, resource, tenantId}: {variable: string; resource: string; tenantId: string},
): void {
  const claims = readClaims(token)
  if (claims === undefined) return
  const wrong =
    claims.tid.toLowerCase() !== tenantId
      ? `is for tenant ${claims.tid}, not for ${tenantId}`
      : claims.aud.startsWith('http') && new URL(claims.aud).host !== new URL(resource).host
        ? `is for ${claims.aud}, not for ${resource}`
        : undefined
  if (wrong === undefined) return
  throw new Failure({
    code: 'SETUP_TOKEN',
    message: `The administrator’s token in use ${wrong}.`,
    remedy: `Get another: az account get-access-token --resource ${resource} --tenant ${tenantId}; it goes into ${variable}, or unset that to have it fetched.`,
  })
}
