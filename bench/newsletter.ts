import type { NewTemplateBody } from '../core/template/templateSource';
import type { Brand } from '../core/shop/senderProfile';
import { variedItem } from './variedMails';

const PRODUCTS = 20;

const HTML = `<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="width:600px;max-width:100%">
<tr><td style="padding:16px 24px;font:400 16px/1.5 Arial,sans-serif;color:#222222">Hello {{buyer.name}}, the lamps, cushions and throws that you looked at are back from our workshop, each of them finished by hand.</td></tr>
{{#each data.products}}<tr><td style="padding:12px 24px;border-bottom:1px solid #e3e3e3">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>
<td width="120" valign="top"><a href="{{url}}" style="text-decoration:none"><img src="{{imageUrl}}" alt="{{name}}" width="104" height="104" style="display:block;border:0;border-radius:6px"></a></td>
<td valign="top" style="padding-left:16px;font:400 15px/1.45 Arial,sans-serif;color:#333333"><a href="{{url}}" style="font-weight:700;font-size:16px;color:#1a4f8b;text-decoration:none">{{name}}</a><br>Solid oak and brass, hand-finished — with a cord of woven cotton.</td>
</tr></table></td></tr>
{{/each}}
</table>`;

/** A newsletter of about 30 KB on the wire: rows of products that are the same for everybody, greeting and links of each buyer. */
export function newsletter(brand: Brand): NewTemplateBody {
	const products = Array.from({ length: PRODUCTS }, (_, index) => ({
		...variedItem(index), url: `https://lumen-home.example/p/${index}`, imageUrl: `https://cdn.lumen-home.example/p/${index}.jpg`,
	}));
	return {
		source: { kind: 'own', purpose: 'marketing', subject: '{{buyer.name}}, back on the shelf: lamps and throws', preheader: 'Twenty pieces from our workshop, ready to be sent to you this week', html: HTML },
		brand, sharedData: { products },
	};
}
