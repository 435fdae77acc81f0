/**
 * What a mail is made of: the `data` of everybody with the recipient's own in front of it, key by key. The rendering and the
 * check of a mail both ask here, so that they see the same.
 */
export function mergeData(shared: Record<string, unknown> | undefined, own: Record<string, unknown>): Record<string, unknown> {
	return shared ? { ...shared, ...own } : own;
}
