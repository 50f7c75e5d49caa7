/** Takes away what setup made, and nothing else: each thing is known by its mark. */
import {Failure} from '../wire/failure.ts'
import {withdrawn} from './consent.ts'
import {managedIdentityStep} from './identity.ts'
import type {Repository} from './places.ts'
import {findApp, findPrincipal, required, type Site} from './registration.ts'
import {unstored} from './repository.ts'
import {type ExchangeCmdlets, findGroup, groupName} from './role-group.ts'
import {tokenVariables} from './settings.ts'
import type {SetupStep} from './step.ts'

/** The application last: by it the rest is found again when a step failed. */
export function removal(
  desk: Site & {exchange: ExchangeCmdlets | undefined; repository: Repository | undefined},
): SetupStep[] {
  const {graph, registered, exchange, repository, settings} = desk
  const found: SetupStep = {
    look: async () => {
      registered.app = await findApp(desk)
      const principal = graph && registered.app && (await findPrincipal(graph, registered.app.appId))
      registered.principal = principal && String(principal.id)
      return {
        there: registered.app ? `The application, client id ${registered.app.appId}` : 'No application of setup’s own',
      }
    },
  }
  const secrets: SetupStep = {
    look: async () =>
      repository && registered.app
        ? await unstored(repository, registered.app.appId).look()
        : {there: 'No repository to look into (--repository and GH_TOKEN)'},
  }
  const {identity} = settings
  // It stays, and so does what others may have made of it in Exchange: the permissions that were asked for go, and the role group.
  if (identity !== undefined) {
    const group = exchange ? exchangeSteps(desk, exchange).slice(0, 1) : []
    return [managedIdentityStep(desk, identity), secrets, ...group, withdrawn(desk, settings.permissions)]
  }
  return [found, secrets, ...(exchange ? exchangeSteps(desk, exchange) : []), application(desk)]
}

function exchangeSteps(site: Site, run: ExchangeCmdlets): SetupStep[] {
  const {registered} = site
  return [
    {
      look: async () => {
        const name = groupName(site)
        if ((await findGroup(site, run)) === undefined) return {there: `No role group ${name}`}
        return {
          todo: `Remove the role group ${name}`,
          shows: [`Remove-RoleGroup -Identity '${name}' -Confirm:$false`],
          act: async () => {
            await run('Remove-RoleGroup', {Identity: name, Confirm: false})
          },
        }
      },
    },
    {
      look: async () => {
        const known = (await run('Get-ServicePrincipal')).some(each => each.AppId === registered.app?.appId)
        const {principal} = registered
        if (!known || principal === undefined) return {there: 'No service principal of it in Exchange'}
        return {
          todo: 'Remove the service principal from Exchange',
          shows: [`Remove-ServicePrincipal -Identity ${principal} -Confirm:$false`],
          act: async () => {
            await run('Remove-ServicePrincipal', {Identity: principal, Confirm: false})
          },
        }
      },
    },
  ]
}

/** Service principal, consents and directory roles go with it. */
function application(site: Site): SetupStep {
  const {graph, registered, settings, world} = site
  return {
    look: async () => {
      const {app} = registered
      if (graph === undefined)
        throw new Failure({
          code: 'SETUP_NO_TOKEN',
          message: 'Without an administrator’s token nothing can be looked up, so there is nothing to show.',
          remedy: `az login, or set ${tokenVariables(settings).graph}.`,
        })
      if (app === undefined) return {there: 'Nothing in Entra'}
      return {
        todo: 'Delete the application, with its credentials, consents and roles',
        shows: [`DELETE /v1.0/applications/${app.id}`, `az ad app delete --id ${app.appId}`],
        act: async () => {
          await required(graph).call('DELETE', `/applications/${app.id}`)
          world.log('      Entra keeps it among the deleted items for 30 days, from where it can be restored')
        },
      }
    },
  }
}
