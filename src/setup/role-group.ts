/** The right to search the audit log and no other: an Exchange role group that holds View-Only Audit Logs alone. */
import {randomUUID} from 'node:crypto'
import {readClaims} from '../signin/claims.ts'
import {type InvokeSettings, invokePage, invokeUrl} from '../sources/invoke.ts'
import {Failure} from '../wire/failure.ts'
import {setupPolicy} from './call.ts'
import {clientIdOf, mark, principalOf, type Site} from './registration.ts'
import {tokenVariables} from './settings.ts'
import {onceSpread, type SetupStep} from './step.ts'
import type {Administrator} from './tokens.ts'

type Row = Record<string, unknown>
/** Runs one cmdlet, by an administrator's token. */
export type ExchangeCmdlets = (name: string, parameters?: Row) => Promise<Row[]>

const auditRole = 'View-Only Audit Logs'

export const groupName = ({settings}: Pick<Site, 'settings'>): string => `${settings.name} readers`

export function exchangeCmdlets(site: Site, administrator: Administrator): ExchangeCmdlets {
  const {world, cloud, tenantId} = site
  const token = async () => ({secret: await administrator.token('exchange'), expiresAt: Number.POSITIVE_INFINITY})
  const anchor = async () => {
    const upn = readClaims(await administrator.token('exchange'))?.upn
    return upn ? `UPN:${upn}` : undefined
  }
  const variable = tokenVariables(site.settings).exchange
  const settings: Omit<InvokeSettings, 'anchor'> = {
    world,
    exchange: cloud.exchange,
    cloud: cloud.name,
    tenantId,
    tokens: {token, renew: token},
    policy: setupPolicy,
    connectionId: randomUUID(),
    throttled: () => {},
    count: () => {},
  }
  return async (name, parameters = {}) => {
    const body = JSON.stringify({CmdletInput: {CmdletName: name, Parameters: parameters}})
    const run = {
      cmdlet: name,
      body,
      requestId: randomUUID(),
      cookies: new Map<string, string>(),
      signal: new AbortController().signal,
    }
    try {
      const rows: Row[] = []
      const own = await anchor()
      for (let link: string | undefined = invokeUrl(cloud.exchange, tenantId); link !== undefined; ) {
        const page = await invokePage({...settings, ...(own === undefined ? {} : {anchor: own})}, run, link)
        if (page.errors.length > 0) throw refusal(name, new Error(page.errors.join('; ')), variable)
        rows.push(...(page.rows as Row[]))
        link = page.next
      }
      return rows
    } catch (error) {
      throw error instanceof Failure && error.code.startsWith('SETUP_') ? error : refusal(name, error, variable)
    }
  }
}

/** https://learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2: the order is this. */
export function roleGroup(site: Site, run: ExchangeCmdlets | undefined): SetupStep[] {
  const {world, settings, registered} = site
  const name = groupName(site)
  const described = `${mark}: may search the audit log`
  return [
    {
      look: async () => {
        const all = run && registered.principal ? await run('Get-ServicePrincipal') : []
        if (all.some(each => same(each.ObjectId, registered.principal) || same(each.AppId, registered.app?.appId)))
          return {there: 'The service principal in Exchange'}
        return {
          todo: 'Make the service principal known to Exchange',
          shows: [
            `Connect-ExchangeOnline${environmentOf(site)}   # once, for the commands of Exchange`,
            `New-ServicePrincipal -AppId ${clientIdOf(site)} -ObjectId ${principalOf(site)} -DisplayName '${settings.name}'`,
          ],
          act: async () => {
            const parameters = {AppId: clientIdOf(site), ObjectId: principalOf(site), DisplayName: settings.name}
            await onceSpread(world, () => needed(run)('New-ServicePrincipal', parameters), 'exchange')
          },
        }
      },
    },
    {
      look: async () => {
        const group = run && (await findGroup(site, run))
        if (group) return {there: `The role group ${name} with ${auditRole} alone`}
        return {
          todo: `Create the role group ${name} with ${auditRole} alone`,
          shows: [`New-RoleGroup -Name '${name}' -Roles '${auditRole}' -Description '${described}'`],
          act: async () => {
            const parameters = {Name: name, Roles: [auditRole], Description: described}
            await customizing(site, needed(run), () => needed(run)('New-RoleGroup', parameters))
          },
        }
      },
    },
    {
      look: async () => {
        const known = run && registered.principal && (await findGroup(site, run))
        const members =
          run && known ? await onceSpread(world, () => run('Get-RoleGroupMember', {Identity: name}), 'exchange') : []
        if (members.some(each => Object.values(each).some(value => same(value, registered.principal))))
          return {there: 'The app is a member of the role group'}
        return {
          todo: 'Make the app a member of the role group',
          shows: [`Add-RoleGroupMember -Identity '${name}' -Member ${principalOf(site)}`],
          act: async () => {
            const parameters = {Identity: name, Member: principalOf(site)}
            await onceSpread(world, () => needed(run)('Add-RoleGroupMember', parameters), 'exchange').catch(error => {
              if (!/already a member/.test(String(error))) throw error
            })
          },
        }
      },
    },
  ]
}

function environmentOf({cloud: {exchangeEnvironment}}: Site): string {
  return exchangeEnvironment === 'O365Default' ? '' : ` -ExchangeEnvironmentName ${exchangeEnvironment}`
}

/** The group of setup's own; throws where another hand made one of that name. */
export async function findGroup(site: Site, run: ExchangeCmdlets): Promise<Row | undefined> {
  const name = groupName(site)
  const group = (await run('Get-RoleGroup')).find(each => same(each.Name, name))
  if (group === undefined || String(group.Description).includes(mark)) return group
  throw new Failure({
    code: 'SETUP_ROLE_GROUP_FOREIGN',
    message: `There is a role group called ${name} that setup did not make: it is left alone.`,
    remedy: 'Choose another --name, which names the role group too, or rename or remove that group.',
  })
}

/** A tenant whose organisation was never customised takes no role group until it is. */
async function customizing(site: Site, run: ExchangeCmdlets, act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!/Enable-OrganizationCustomization/.test(String(error))) throw error
    site.world.log('      Enable-OrganizationCustomization comes first, once in a tenant’s life; it can take a while')
    await run('Enable-OrganizationCustomization')
    await onceSpread(site.world, act, 'exchange')
  }
}

function needed(run: ExchangeCmdlets | undefined): ExchangeCmdlets {
  if (run) return run
  throw refusal('Connect-ExchangeOnline', new Error('no connection'), '')
}

const same = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase()

/** @param variable that holds the administrator’s token. */
function refusal(cmdlet: string, error: unknown, variable: string): Failure {
  const failure = error instanceof Failure ? error : undefined
  const words = failure?.message ?? String(error)
  const refused = failure?.code === 'EXCHANGE_401' || failure?.code === 'EXCHANGE_403'
  const reached = refused || !failure?.code.startsWith('WIRE_')
  const spreading = /was not found in AAD|couldn['’]t be found|Enable-OrganizationCustomization/.test(words)
  const byHand =
    'Or do this step in PowerShell (Connect-ExchangeOnline; setup --dry-run prints the commands), or give --directory-role ‘Compliance Administrator’ instead; then run setup again.'
  return new Failure({
    code: refused ? 'SETUP_EXCHANGE_FORBIDDEN' : reached ? 'SETUP_EXCHANGE' : 'SETUP_EXCHANGE_UNREACHABLE',
    message: refused
      ? `Exchange does not let this administrator run ${cmdlet}.`
      : reached
        ? `Exchange refuses ${cmdlet}: ${words}`
        : `Exchange can’t be reached for ${cmdlet}: ${words}`,
    remedy: refused
      ? `An Exchange Administrator or Global Administrator has to run this step; put such a person’s token into ${variable}. ${byHand}`
      : byHand,
    ...(spreading ? {evidence: {spreading: 'yes'}} : {}),
    cause: error,
  })
}
