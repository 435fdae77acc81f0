import { PASS, type Rule } from '../rule';

export const activeContent: Rule = {
	id: 'active-content',
	title: { en: 'No scripts, forms or unsafe links', zh: '没有脚本、表单或不安全的链接' },
	kind: 'provider',
	source: 'requirement M8; content-rules.md section 5, 2026-11-22',
	fix: {
		en: 'Take it out; link to a page of your shop instead.',
		zh: '请删除，改为链接到店铺页面。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	measured: {
		en: 'The rendered HTML is read as mail programs read it: script, form, iframe, object, event attributes (onclick …), javascript: and data: addresses, remote style sheets.',
		zh: '按邮件程序的方式读取渲染后的 HTML：script、form、iframe、object、事件属性（onclick 等）、javascript: 和 data: 地址、远程样式表。',
	},
	example: {
		part: 'text',
		fails: '<form action="https://shop.example/vote"><input name="stars"></form>',
		passes: '<a href="https://shop.example/vote">Tell us on our page</a>',
	},
	messages: {
		found: { en: 'The mail holds something that mail programs block: a script, form, frame, event handler, unsafe address, or something that covers what is below it.', zh: '邮件包含会被邮件程序拦截的内容：脚本、表单、框架、事件处理器、不安全的地址，或遮挡其他内容的元素。' },
	},
	check({ mail }) {
		const [first] = mail.activeContent;
		return first === undefined ? PASS : { outcome: 'violation', message: 'found', evidence: first };
	},
};
