/**
 * Runs in the browser: each mail of the page stands in a frame of its own (`<iframe title="de">`). Gives back what a reader
 * would stumble over, as `de: what`, and makes each frame as high as its mail.
 */
(() => {
	const problems = [];
	for (const frame of document.querySelectorAll('iframe')) {
		const view = frame.contentWindow;
		frame.style.height = `${view.document.documentElement.scrollHeight}px`;
		for (const problem of measure(view, frame.dataset.direction)) problems.push(`${frame.title}: ${problem}`);
	}
	return problems;

	function* measure(view, direction) {
		const { document: mail } = view;
		const root = mail.documentElement;
		if (root.scrollWidth > root.clientWidth) yield `is ${root.scrollWidth} px wide in ${root.clientWidth}`;
		for (const element of mail.querySelectorAll('body *')) {
			const box = element.getBoundingClientRect();
			if (box.width > 0 && (box.left < -0.5 || box.right > root.clientWidth + 0.5)) yield `${element.className || element.tagName} reaches out of the page: ${Math.round(box.left)} to ${Math.round(box.right)}`;
		}
		yield* measureText(view);
		yield* measureImages(mail);
		yield* measureWays(mail, root.clientWidth);
		if (view.getComputedStyle(mail.body).direction !== direction) yield `is ${view.getComputedStyle(mail.body).direction}`;
		yield* measureDirection(mail, direction);
	}

	/** Contrast of WCAG 2.2 (1.4.3), and letters that can be read. */
	function* measureText(view) {
		const walker = view.document.createTreeWalker(view.document.body, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const text = node.data.trim();
			const style = view.getComputedStyle(node.parentElement);
			if (!text || node.parentElement.closest('.sm-preheader')) continue;
			const size = Number.parseFloat(style.fontSize);
			const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
			const contrast = contrastOf(colourOf(style.color), backgroundOf(view, node.parentElement));
			if (contrast < (isLarge ? 3 : 4.5)) yield `"${text.slice(0, 30)}" has a contrast of ${contrast.toFixed(2)}`;
			if (size < 13) yield `"${text.slice(0, 30)}" is ${size} px`;
		}
	}

	function* measureImages(mail) {
		for (const image of mail.images) {
			if (!image.alt.trim()) yield `a picture has no alternative text: ${image.src}`;
			if (!image.complete || image.naturalWidth === 0) yield `a picture did not load: ${image.src}`;
		}
	}

	/** The button, the way out, and the sender's address. */
	function* measureWays(mail, width) {
		for (const button of mail.querySelectorAll('.sm-button')) {
			const box = button.getBoundingClientRect();
			if (box.height < 44 || box.width < 44 || box.left < 0 || box.right > width) yield `the button is ${Math.round(box.width)} x ${Math.round(box.height)} at ${Math.round(box.left)}`;
		}
		const isMarketing = mail.querySelector('.sm-home') !== null;
		const wayOut = mail.querySelector('.sm-unsubscribe');
		if (isMarketing !== Boolean(wayOut)) yield isMarketing ? 'has no way out' : 'has a way out though it is no marketing';
		if (wayOut && !(wayOut.checkVisibility() && wayOut.getBoundingClientRect().height >= 24)) yield 'the way out can not be seen or hit';
		const address = [...mail.querySelectorAll('.sm-footer *')].find((element) => element.children.length === 0 && element.textContent.includes('88 Wensan Road'));
		if (!address?.checkVisibility() || address.getBoundingClientRect().height === 0) yield 'the address can not be seen';
	}

	/** Where the lines begin: a heading that fills its line says nothing, the paragraphs together do. */
	function* measureDirection(mail, direction) {
		const content = mail.querySelector('.sm-content').getBoundingClientRect();
		let toLeft = 0;
		let toRight = 0;
		for (const element of mail.querySelectorAll('.sm-content h1, .sm-content p')) {
			const range = mail.createRange();
			range.selectNodeContents(element);
			const box = range.getBoundingClientRect();
			toLeft += box.left - content.left;
			toRight += content.right - box.right;
		}
		if (direction === 'rtl' ? toRight >= toLeft : toLeft >= toRight) yield `its lines begin on the wrong side (${Math.round(toLeft)} px from the left, ${Math.round(toRight)} px from the right)`;
	}

	function backgroundOf(view, element) {
		for (let at = element; at; at = at.parentElement) {
			const colour = colourOf(view.getComputedStyle(at).backgroundColor);
			if (colour.alpha === 1) return colour;
			if (colour.alpha > 0) throw new Error(`half-transparent background on ${at.className}: this measure can't mix colours`);
		}
		return { red: 255, green: 255, blue: 255, alpha: 1 };
	}

	function colourOf(text) {
		const [red, green, blue, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
		return { red, green, blue, alpha };
	}

	function contrastOf(a, b) {
		const [lighter, darker] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => y - x);
		return (lighter + 0.05) / (darker + 0.05);
	}

	function luminanceOf({ red, green, blue }) {
		const [r, g, b] = [red, green, blue].map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	}
})();
