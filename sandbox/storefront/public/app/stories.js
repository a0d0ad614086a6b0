// @ts-check
/**
 * What the shop says about its goods beside name and price, which come from the catalog.
 *
 * @typedef {{ tone: string, short: Record<'en' | 'ar', string>, long: Record<'en' | 'ar', string> }} Story
 */

/** @type {Readonly<Record<string, Story>>} */
const STORIES = {
  'KARAK-TEA': {
    tone: 'saffron',
    short: { en: 'Black tea, green cardamom', ar: 'شاي أسود وهيل أخضر' },
    long: {
      en: 'Strong Ceylon dust tea with crushed green cardamom. Boil it twice with evaporated milk, pour it from a height, and drink it standing up.',
      ar: 'شاي سيلاني قوي مع هيل أخضر مجروش. يُغلى مرتين مع الحليب المبخّر، ويُصبّ من علٍ، ويُشرب وقوفاً.',
    },
  },
  'DATES-KHALAS': {
    tone: 'date',
    short: { en: 'Al-Ahsa, this year’s harvest', ar: 'من الأحساء، محصول هذا العام' },
    long: {
      en: 'Soft amber dates from the oasis of Al-Ahsa, picked late so that the caramel is in the fruit and not beside it. About ninety in a box.',
      ar: 'تمر عنبري طري من واحة الأحساء، قُطف متأخراً ليبقى الدبس في الثمرة لا حولها. نحو تسعين حبة في العلبة.',
    },
  },
  'DALLAH-BRASS': {
    tone: 'sand',
    short: { en: 'Hammered, tinned inside', ar: 'مطروقة باليد ومبيّضة من الداخل' },
    long: {
      en: 'A brass pot for nine small cups, hammered by hand and tinned inside. The beak pours without dripping, which is the whole art of it.',
      ar: 'دلة نحاسية لتسعة فناجين، مطروقة باليد ومبيّضة من الداخل. يصبّ منقارها بلا قطرة، وفي ذلك الصنعة كلها.',
    },
  },
  'BUKHOOR-ROSE': {
    tone: 'rose',
    short: { en: 'Slow smoke for the evening', ar: 'دخان هادئ للمساء' },
    long: {
      en: 'Agarwood chips rested for forty days in Taif rose and sandalwood oil. One piece on a quiet coal is enough for a whole majlis.',
      ar: 'كِسر عود نُقعت أربعين يوماً في ورد الطائف ودهن الصندل. قطعة واحدة على جمر هادئ تكفي مجلساً كاملاً.',
    },
  },
  'OUD-OIL-3ML': {
    tone: 'night',
    short: { en: 'Twelve years in the dark', ar: 'اثنتا عشرة سنة في العتمة' },
    long: {
      en: 'Distilled from wild Cambodian agarwood and left alone for twelve years. Three millilitres are a year of Fridays.',
      ar: 'مقطّر من عود كمبودي بري وتُرك اثنتي عشرة سنة. ثلاثة مليلترات تكفي جُمَع سنة كاملة.',
    },
  },
  'SADU-CUSHION': {
    tone: 'clay',
    short: { en: 'Woven on a ground loom', ar: 'منسوج على نول أرضي' },
    long: {
      en: 'Wool from the north, spun, dyed and woven on a ground loom in the pattern of the tent’s dividing wall. No two are the same.',
      ar: 'صوف من الشمال، غُزل وصُبغ ونُسج على نول أرضي بنقش قاطع بيت الشعر. لا اثنان منه متماثلان.',
    },
  },
  'SAFFRON-1G': {
    tone: 'saffron',
    short: { en: 'Whole threads, deep red', ar: 'خيوط كاملة، حمراء داكنة' },
    long: {
      en: 'Only the red tips, whole and dry. Ten threads in a spoon of warm rose water colour rice for six.',
      ar: 'الأطراف الحمراء وحدها، كاملة وجافة. عشرة خيوط في ملعقة ماء ورد دافئ تلوّن أرزاً لستة.',
    },
  },
  'PEARL-PENDANT': {
    tone: 'sea',
    short: { en: 'One pearl, one thread of gold', ar: 'لؤلؤة واحدة وخيط ذهب' },
    long: {
      en: 'A single natural pearl from the banks off Bahrain, on a gold thread as thin as the divers’ line. It comes with the name of its boat.',
      ar: 'لؤلؤة طبيعية واحدة من هيرات البحرين، على خيط ذهب رفيع كحبل الغواص. تأتي ومعها اسم سفينتها.',
    },
  },
};

/** @type {Story} */
const PLAIN = { tone: 'sand', short: { en: '', ar: '' }, long: { en: '', ar: '' } };

/** @param {string} sku */
export function storyOf(sku) {
  return STORIES[sku] ?? PLAIN;
}
