/** A managed identity of Azure in the application's place: it is there already, gets its rights, and stays when they are taken away. */
import {Failure} from '../wire/failure.ts'
import {findPrincipal, listAll, type Site} from './registration.ts'
import type {SetupStep} from './step.ts'

/** @param wanted its object (principal) id, or its client id. */
export function managedIdentityStep(site: Site, wanted: string): SetupStep {
  const {graph, registered} = site
  return {
    look: async () => {
      if (graph === undefined) return {there: `The managed identity ${wanted}, which is not looked up`}
      const [byObject] = await listAll(graph, `/servicePrincipals?$filter=id eq '${wanted}'`)
      const found = byObject ?? (await findPrincipal(graph, wanted))
      if (found === undefined)
        throw noIdentity(`There is no managed identity with the object id or client id ${wanted}.`)
      // https://learn.microsoft.com/graph/api/resources/serviceprincipal: Application, ManagedIdentity, Legacy, SocialIdp.
      if (found.servicePrincipalType !== 'ManagedIdentity')
        throw noIdentity(
          `${found.displayName} (${wanted}) is no managed identity, but a service principal of another type.`,
        )
      const {id, appId, displayName} = found
      // There is no registration whose object id could be given.
      registered.app = {id: '', appId: String(appId)}
      registered.principal = String(id)
      return {there: `The managed identity ${displayName}, client id ${appId}, object id ${id}`}
    },
  }
}

function noIdentity(message: string): Failure {
  return new Failure({
    code: 'SETUP_NO_IDENTITY',
    message,
    remedy:
      'Print the ids: az identity list --query "[].{name:name,objectId:principalId,clientId:clientId}"; of a machine’s own identity: az vm identity show --resource-group GROUP --name VM. A new identity takes a minute until Entra knows it.',
  })
}
