/** The version of the tool, as manifests and requests name it. Kept equal to package.json by a test. */
export const toolName = 'm365-audit-export'
export const version = '0.1.0'
