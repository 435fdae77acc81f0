import type { Core } from '../../core/openCore';

/** The language in which a shop's staff read reasons and advice; English for a shop that isn't there. */
export async function staffLanguageOf(core: Core, shopId: string): Promise<'en' | 'zh'> {
	return (await core.shops.find(shopId))?.staffLanguage ?? 'en';
}
