/** An item's `data`: what its mail is made of, and what proves its claims. Anything but an object proves nothing, and is no fault. */
export function itemDataOf(data: unknown): Record<string, unknown> | undefined {
	return typeof data === 'object' && data !== null && !Array.isArray(data) ? { ...data } : undefined;
}
