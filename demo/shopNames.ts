/** A person's name as he writes it, and in the letters that an address has. */
export interface PersonName {
	name: string;
	/** `ana.garcia` */
	localPart: string;
}

interface NameSet {
	/** words apart by spaces, each `native` or `native=ascii` */
	given: string;
	family: string;
	/** what stands between family name and given name where the family comes first */
	familyFirst?: string;
}

const ENGLISH: NameSet = { given: 'Olivia Jack Emily Harry Charlotte George Amelia Oscar Grace Liam Sophie Noah Chloe Ethan', family: 'Smith Taylor Brown Wilson Evans Walker Wright Hughes Green Clarke Murphy Baker Cooper Reid' };
const SPANISH: NameSet = { given: 'Ana Lucía Carmen Sofía Martina Pablo Diego Javier Álvaro Mateo Valeria Camila Andrés Raúl', family: 'García Martínez López Sánchez Pérez Gómez Fernández Ruiz Navarro Torres Vargas Rojas Castillo Muñoz' };
const RUSSIAN_MEN: NameSet = { given: 'Александр=Aleksandr Дмитрий=Dmitry Сергей=Sergey Иван=Ivan Никита=Nikita Михаил=Mikhail', family: 'Иванов=Ivanov Смирнов=Smirnov Кузнецов=Kuznetsov Попов=Popov Соколов=Sokolov Лебедев=Lebedev Новиков=Novikov' };
const RUSSIAN_WOMEN: NameSet = { given: 'Анна=Anna Мария=Maria Елена=Elena Ольга=Olga Татьяна=Tatiana Дарья=Daria', family: 'Иванова=Ivanova Смирнова=Smirnova Кузнецова=Kuznetsova Попова=Popova Соколова=Sokolova Лебедева=Lebedeva Новикова=Novikova' };
const FRENCH: NameSet = { given: 'Camille Léa Manon Chloé Inès Louis Hugo Jules Théo Lucas Élise Mathis Claire Antoine', family: 'Martin Bernard Dubois Moreau Laurent Lefèvre Roux Fournier Girard Mercier Blanc Guérin Faure Renaud' };
const GERMAN: NameSet = { given: 'Anna Lena Laura Katrin Jonas Lukas Felix Paul Sabine Jürgen Stefan Heike Nina Tobias', family: 'Müller Schmidt Schneider Fischer Weber Wagner Becker Hoffmann Koch Bauer Richter Krüger Vogel Groß' };
const PORTUGUESE: NameSet = { given: 'Ana Beatriz Mariana Júlia Larissa João Pedro Gabriel Rafael Tiago Inês Bruno Luíza Antônio', family: 'Silva Santos Oliveira Souza Pereira Costa Rodrigues Almeida Ferreira Gonçalves Carvalho Ribeiro Araújo Barbosa' };
const DUTCH: NameSet = { given: 'Emma Sanne Lotte Fleur Daan Bram Sem Jeroen Anouk Femke Thijs Ruben', family: 'Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peeters Dekker Brouwer Maes' };
const ARABIC: NameSet = { given: 'محمد=Mohammed أحمد=Ahmed خالد=Khalid فهد=Fahad عمر=Omar نورة=Noura سارة=Sara فاطمة=Fatima مريم=Maryam ليلى=Layla', family: 'العتيبي=Alotaibi القحطاني=Alqahtani الحربي=Alharbi الشمري=Alshammari الزهراني=Alzahrani حسن=Hassan منصور=Mansour الهاشمي=Alhashimi' };

/** By language; a country's own set, where there is one, stands under its code. */
const NAME_SETS: Readonly<Record<string, readonly NameSet[]>> = {
	en: [ENGLISH], es: [SPANISH], ru: [RUSSIAN_MEN, RUSSIAN_WOMEN], fr: [FRENCH], de: [GERMAN], pt: [PORTUGUESE], nl: [DUTCH], ar: [ARABIC],
	it: [{ given: 'Giulia Chiara Francesca Sara Martina Marco Luca Matteo Alessandro Davide Elena Simone', family: 'Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Conti Gallo' }],
	pl: [{ given: 'Zofia Hanna Maja Agnieszka Piotr Jakub Mateusz Paweł Łukasz Małgorzata Tomasz Ewa', family: 'Nowak Mazur Kaczmarek Wrona Sikora Dudek Wilk Baran Pawlak Sobczak Zając Wróbel' }],
	tr: [{ given: 'Zeynep Elif Ayşe Merve Mehmet Mustafa Emre Burak Çağla Yiğit Işıl Ömer', family: 'Yılmaz Kaya Demir Çelik Şahin Yıldız Öztürk Aydın Arslan Doğan Kılıç Koç' }],
	he: [{ given: 'נועה=Noa תמר=Tamar מאיה=Maya יעל=Yael דוד=David איתן=Eitan אורי=Uri יוסף=Yosef', family: 'כהן=Cohen לוי=Levi מזרחי=Mizrahi פרץ=Peretz ביטון=Biton אברהם=Avraham פרידמן=Friedman' }],
	ko: [{ given: '민준=minjun 서연=seoyeon 지우=jiwoo 하은=haeun 도윤=doyun 수빈=subin 예준=yejun 지민=jimin 현우=hyunwoo 유진=yujin', family: '김=kim 이=lee 박=park 최=choi 정=jung 강=kang 조=cho 윤=yoon 장=jang 임=lim', familyFirst: '' }],
	ja: [{ given: '美咲=misaki 陽菜=hina 結衣=yui 蓮=ren 大翔=hiroto 翔太=shota 健一=kenichi 真由美=mayumi 直樹=naoki 恵子=keiko', family: '佐藤=sato 鈴木=suzuki 高橋=takahashi 田中=tanaka 伊藤=ito 渡辺=watanabe 山本=yamamoto 中村=nakamura 小林=kobayashi 加藤=kato', familyFirst: ' ' }],
	th: [{ given: 'สมชาย=Somchai อนงค์=Anong กมล=Kamon สุดา=Suda ณัฐ=Nat พิมพ์=Phim ธนา=Thana มาลี=Malee', family: 'แสงทอง=Saengthong ศรีสุข=Srisuk ทองดี=Thongdee ใจดี=Jaidee บุญมา=Boonma วงศ์ไทย=Wongthai' }],
	vi: [{ given: 'Anh Linh Huy Minh Trang Hương Đức Phương Tuấn Lan', family: 'Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Ngô', familyFirst: ' ' }],
	uk: [{ given: 'Олена=Olena Ірина=Iryna Наталія=Natalia Андрій=Andriy Олексій=Oleksiy Тарас=Taras Юлія=Yulia', family: 'Шевченко=Shevchenko Коваленко=Kovalenko Бондаренко=Bondarenko Ткаченко=Tkachenko Мельник=Melnyk Кравчук=Kravchuk Мороз=Moroz' }],
	US: [{ given: 'Emma Liam Ava Mason Madison Logan Hannah Tyler Ashley Brandon Kayla Justin Megan Dylan', family: 'Johnson Williams Jones Davis Miller Anderson Thompson Moore Jackson Harris Lewis Young Nelson Carter' }],
	IN: [{ given: 'Priya Aarav Ananya Rohan Kavya Arjun Meera Vikram', family: 'Sharma Patel Singh Gupta Reddy Nair Iyer Mehta' }],
	SE: [{ given: 'Elsa Astrid Maja Oskar Nils Björn Åsa Göran', family: 'Andersson Johansson Lindberg Nyström Sjöberg Lindqvist Bergström Ek' }],
	CZ: [{ given: 'Jana Lucie Tereza Tomáš Jakub Ondřej Jiří Klára', family: 'Krejčí Kočí Martinů Petrů Janků Tomků Dolejší Jirků' }],
};

/** Reserved by RFC 2606: nobody gets mail there. */
const DOMAINS: Readonly<Record<string, readonly string[]>> = {
	es: ['correo.example'], pt: ['correio.example'], fr: ['courriel.example'], de: ['post.example'], it: ['posta.example'], pl: ['poczta.example'],
	tr: ['eposta.example'], ru: ['pochta.example'], uk: ['poshta.example'], nl: ['postbus.example'],
};
const OTHER_DOMAINS = ['mail.example', 'buyer.example', 'inbox.example'] as const;

type Pick = <Value>(values: readonly Value[]) => Value;

/** A name as people of the country have it. */
export function makeName(pick: Pick, country: string, language: string): PersonName {
	const base = baseOf(language);
	const ofCountry = country === 'US' && base !== 'en' ? undefined : NAME_SETS[country];
	const set = pick(ofCountry ?? NAME_SETS[base] ?? [ENGLISH]);
	const [given, family] = [toWord(pick(set.given.split(' '))), toWord(pick(set.family.split(' ')))];
	const name = set.familyFirst === undefined ? `${given.native} ${family.native}` : `${family.native}${set.familyFirst}${given.native}`;
	return { name, localPart: `${given.ascii}.${family.ascii}` };
}

/** A mailbox domain that reads as one of that language. */
export function makeMailDomain(pick: Pick, language: string): string {
	return pick([...(DOMAINS[baseOf(language)] ?? []), ...OTHER_DOMAINS]);
}

function baseOf(language: string): string {
	return language.split('-')[0] ?? language;
}

/** Letters that don't come apart into a plain one and an accent. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = { ł: 'l', ß: 'ss', ı: 'i', đ: 'd' };

function toWord(entry: string): { native: string; ascii: string } {
	const [native = '', ascii = native] = entry.split('=');
	const plain = ascii.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/[łßıđ]/g, (letter) => PLAIN_LETTERS[letter] ?? '');
	return { native, ascii: plain };
}
