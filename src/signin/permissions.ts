/** The application permissions that the export may need: one table for the set-up, its documentation and the errors. */

export interface Permission {
  value: string
  /** The resource's application id. */
  resource: string
  resourceName: string
  why: string
}

const exchangeOnline = {resource: '00000002-0000-0ff1-ce00-000000000000', resourceName: 'Office 365 Exchange Online'}
const microsoftGraph = {resource: '00000003-0000-0000-c000-000000000000', resourceName: 'Microsoft Graph'}

export const permissions = {
  exchange: {...exchangeOnline, value: 'Exchange.ManageAsApp', why: 'to run Search-UnifiedAuditLog (source: exchange)'},
  graph: {...microsoftGraph, value: 'AuditLogsQuery.Read.All', why: 'to query the audit log (source: graph)'},
  mail: {...microsoftGraph, value: 'Mail.Send', why: 'to mail the report (mail-to)'},
} as const satisfies Record<string, Permission>

/** Directory roles that hold the audit search, by the names that Entra shows. */
export const auditDirectoryRoles: Readonly<Record<string, string>> = {
  'Compliance Administrator': '17315797-102d-40b4-93e0-432062caca18',
  'Exchange Administrator': '29232cdf-9323-42fd-ade2-1d097af3e4de',
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
}
