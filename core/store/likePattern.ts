/** What people type into a search box as a LIKE pattern, lower case; its wildcards stand for one character each. */
export function likePattern(search: string): string {
	return `%${search.toLowerCase().replace(/[%_\\]/g, '_')}%`;
}
