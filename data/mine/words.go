package mine

import (
	"strings"

	"antecedent/data"
	"antecedent/data/mention"
)

// moreNames are first names of English fiction that package mention does not have with
// a gender.
var moreNames = func() map[string]data.Gender {
	n := map[string]data.Gender{}
	for word := range set(`abner alastair allen ambrose ambrosio archie augustine barney bartholomew benedict bertie bertram
		bill charley christian clyde cuthbert davy dick dickon diego dmitri dorian douglas duncan dylan
		egbert eli eliot elliot ethan etienne francisco franklin gareth gaston giles giorgio glenn gordon
		graham gregor gustave guy hercules hiram howard huck humphrey ichabod ignatius ishmael ivar jacky
		jem lancelot laurence levi lewis lorne mark marmaduke maurizio miles mordecai morris mortimer noah
		octavius orson osbert osmond otis paulo percival peregrine perry phil phileas phineas ravi reinhold
		ricky roderick rosco roscoe rudolph ryan sammy sanjay santiago septimus shaun sherlock solomon
		stewart sylvester thaddeus theobald titus tommie tristram tyler uriah valentin vernon waldo wallace
		wendell willie winston xavier zachary zebedee`) {
		n[word] = data.Masculine
	}
	for word := range set(`adela adelaide adelina aggie alberta allison althea amabel arabella augusta bess biddy caddy cecily
		celestine charlotta clarisse clementina clementine clotilde cora cosette dorcas drusilla dunya
		edwina edythe elfrida elsbeth elspeth emmeline emmy ernestine estella eulalia euphemia euphrasia eve
		eveline evie frederica gerty grete griselda gwendolen harriett hepzibah hermia hetty honoria ilse
		isolde jacinta jemima keziah laetitia lettice letty lilly lisbeth lola lucretia magdalen maggy
		maisie maribel marilla mercedes milicent milly miranda mitzi myrtle nettie olive ottilie pansy
		phillis philomena phyllida polina rosalia rosalina rosaline rosamond rosamund rowena serena sharon
		sigrid sophronia sophy suzanna tamsin thekla titania trixie viola zelda zenobia zillah`) {
		n[word] = data.Feminine
	}
	return n
}()

// firstName returns the gender of those who bear a word, in lower case, as their first
// name, or 0.
func firstName(word string) data.Gender {
	if g := moreNames[word]; g != 0 {
		return g
	}
	return mention.ClassOf(word).FirstName()
}

// set makes a set of the words of a text.
func set(text string) map[string]bool {
	s := map[string]bool{}
	for _, word := range strings.Fields(text) {
		s[word] = true
	}
	return s
}

// titles are what may stand in front of a name; 0: of either gender.
var titles = func() map[string]data.Gender {
	t := map[string]data.Gender{}
	for word := range set(`mr mister sir lord captain colonel uncle monsieur major general father brother master
		count baron prince king squire signor herr judge reverend parson deacon sergeant lieutenant admiral
		duke earl viscount inspector commodore don messer deacon bishop archdeacon senor corporal`) {
		t[word] = data.Masculine
	}
	for word := range set(`mrs ms miss lady aunt madame mme mlle mademoiselle sister queen princess countess dame
		madam mother duchess baroness signora signorina frau fraulein fräulein aunty auntie viscountess
		marchioness nurse`) {
		t[word] = data.Feminine
	}
	for word := range set(`dr doctor professor prof cousin st saint`) {
		t[word] = 0
	}
	return t
}()

// endearments are adjectives with a capital that belong to a name, as in "Poor Tom".
var endearments = set("poor old young little dear")

// determiners may stand in front of a title, as in "your Aunt Fanny".
var determiners = set("the a an this my your his her our their every another any no")

// abbreviations are followed by a point that ends no sentence.
var abbreviations = set("mr mrs ms dr mme mlle st m jr sr esq prof rev capt col gen lieut sergt hon messrs vol no etc viz")

// Nouns for one person or animal, by gender: a pronoun may refer to whom they stand
// for, and a name's gender may be seen from them.
var genderedNouns = func() map[string]data.Gender {
	n := map[string]data.Gender{}
	for word := range set(`man boy father brother son uncle gentleman husband king prince lord duke grandfather nephew
		fellow lad papa sir boyfriend actor waiter priest monk captain soldier sailor count baron colonel general
		bishop major lieutenant sergeant squire clergyman parson vicar curate rector master monsieur signor
		grandson stepfather godfather widower bachelor bridegroom groom coachman footman butler policeman
		officer admiral emperor earl judge lawyer magistrate knight hero host landlord gardener farmer dad daddy
		pa grandpa guv'nor chap bloke lover beau sheriff blacksmith shepherd fisherman workman milkman postman
		congressman senator chairman deacon pope friar abbot wizard schoolmaster salesman businessman
		manservant horseman huntsman nobleman countryman englishman frenchman irishman scotchman dutchman
		inspector constable detective bull stallion rooster male mister masculine manly gentlemanly
		beard whiskers moustache mustache boyish fatherly brotherly reverend heir master's godson stepson manhood`) {
		n[word] = data.Masculine
	}
	for word := range set(`woman girl mother sister daughter aunt lady wife queen princess duchess widow maid nurse
		grandmother niece mamma mama mistress madam miss bride girlfriend actress waitress nun countess baroness
		ma'am mum mummy mom mommy grandma granddaughter stepmother godmother spinster maiden damsel hostess
		landlady housekeeper governess dame lass lassie heroine goddess heiress housemaid chambermaid cook
		washerwoman charwoman schoolmistress empress abbess witch female mademoiselle madame signora signorina
		marchioness viscountess virgin dowager sempstress seamstress milkmaid dairymaid englishwoman frenchwoman
		feminine womanly womanhood girlish motherly sisterly auntie aunty ma cow hen mare stepdaughter goddaughter
		ladyship pregnant matron coquette ladylike`) {
		n[word] = data.Feminine
	}
	return n
}()

// counterparts are the nouns of the other gender with the same meaning.
var counterparts = func() map[string]string {
	c := map[string]string{"ma'am": "sir", "madame": "monsieur", "mamma": "papa", "mum": "dad", "mummy": "daddy", "ladyship": "lordship"}
	for pair := range set(`man/woman boy/girl father/mother brother/sister son/daughter uncle/aunt gentleman/lady
		husband/wife king/queen prince/princess duke/duchess count/countess baron/baroness earl/countess
		grandfather/grandmother grandson/granddaughter nephew/niece papa/mamma dad/mum daddy/mummy sir/madam
		lad/lass boyfriend/girlfriend actor/actress waiter/waitress widower/widow hero/heroine landlord/landlady
		bridegroom/bride host/hostess heir/heiress stepfather/stepmother stepson/stepdaughter
		godfather/godmother master/mistress monk/nun englishman/englishwoman frenchman/frenchwoman
		bachelor/spinster emperor/empress fatherly/motherly brotherly/sisterly boyish/girlish
		manly/womanly manhood/womanhood gentlemanly/ladylike male/female masculine/feminine monsieur/madame
		schoolmaster/schoolmistress grandpa/grandma abbot/abbess wizard/witch chap/girl fellow/woman lord/lady`) {
		male, female, _ := strings.Cut(pair, "/")
		c[male] = female
		if c[female] == "" && male != "chap" && male != "fellow" && male != "lord" && male != "earl" {
			c[female] = male
		}
	}
	return c
}()

// neutralNouns are of persons or animals of either gender.
var neutralNouns = set(`ancestor doctor servant friend cousin baby child person stranger teacher patient visitor guest
	companion neighbour neighbor infant creature relative guardian ward pupil orphan dog cat horse pony ship
	boat somebody someone anybody anyone nobody physician secretary artist clerk driver thief murderer enemy
	rival prisoner passenger spouse wretch youth youngster professor minister surgeon tutor`)

// notNames are words with a capital that name no person.
var notNames = set(`i english french german american british italian spanish irish scotch scottish russian roman
	greek latin christian catholic jewish indian african european dutch protestant london paris england france
	america europe italy rome germany spain russia scotland ireland india africa egypt china boston york chicago
	texas california philadelphia washington oxford cambridge bath january february march april may june july
	august september october november december monday tuesday wednesday thursday friday saturday sunday
	christmas easter god god's lord heaven providence bible gospel scripture church street road square park
	house hall hotel abbey castle court university college school county river lake sea mount island north
	south east west chapter book part volume o oh ah yes no well why what who how when where this that these
	those it he she they we you the a an and but or if so then there here in on at to from of for with by as not
	nor yet now never ever my your his her its our their all some any one two three parliament congress
	government latin thames atlantic pacific bible english heaven hell state states empire company society
	army navy revolution war queen's king's majesty highness excellency honour honor grace christ jesus satan`)

// speech are verbs that persons do with words, in the past.
var speech = set(`said cried asked replied answered exclaimed whispered murmured thought returned inquired
	continued added observed remarked muttered shouted laughed smiled sighed says asks thinks told`)
