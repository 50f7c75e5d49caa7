/** Whose record it is: one spelling for each identity, and whether it is a person's or a service's. */

export interface Identity {
  name: string
  person: boolean
}

/** Microsoft's own, though they look like a mailbox. */
const servicesWithAddress = ['fim_password_service@support.onmicrosoft.com']

/**
 * Services are most of a tenant's identities and records: `NT AUTHORITY\SYSTEM (…)`, `app@sharepoint`, bare GUIDs,
 * `ServicePrincipal_…`, `S-1-5-18`. A person has an address. Letter case varies within one tenant, and SharePoint
 * puts a claim in front of the name.
 */
export function identityOf(userIds: string): Identity {
  const name = userIds.trim().replace(/^i:0[^|]{0,8}\|membership\|/i, '')
  const folded = name.toLowerCase()
  return address.test(name) && !servicesWithAddress.includes(folded)
    ? {name: folded, person: true}
    : {name, person: false}
}

const address = /^[^\s@\\/]{1,200}@[^\s@\\/]{1,200}\.[^\s@\\/.]{1,63}$/
