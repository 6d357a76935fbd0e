/**
 * The last weeks: fewer loops, shorter ones, either of the two reaching, and nearly all of them come
 * to rest. The dance is still theirs; they know some of its steps by now.
 */
export const LATE = `
week
Mon 19:20 N R2
  note Asked how it was first. You talked for forty minutes. A fog machine was involved.

Tue 13:15 R T1 money (alone)

Wed 12:10 N P2
  note Wanted to go over the tour again, between two trays of rolls.
Wed 12:30 R W2
  note Said: not tonight, Saturday at ten. And wrote it on my hand.
Sat 10:00 R R2
  note Saturday at ten. It's still a bit on my hand.

Thu 18:40 R R2
  note You kept me a cinnamon knot, the middle one.

Sun 17:30 N T1 work (private)
  note Monday stomach, but smaller. More of a Monday pebble.

Sun 20:30 R R1
  note Shut the calendar myself, quite ceremonially.

week
Mon 12:00 N T2 no-reply (private)
  note Three hours. I put the phone in the flour room and got on with it. It was the rehearsal.
  underneath longing

Tue 19:00 N T3 phone
  note Supper, and it buzzed four times next to the salt.
  underneath alone
Tue 19:15 N P2
  note "Could it go in the drawer?" Then, because you sighed, "or is that too much to ask".
Tue 19:35 R W3
  note The second half went in like a splinter. I stopped talking.
Tue 20:15 N P2
  note Said the first half again without the second half.
Tue 20:35 R W2 (alone)
Tue 21:20 R R3
  note Put it in the drawer and left the drawer open so you could see it was off. You shut the drawer with your hip.

Wed 19:00 N W1
  note Needed an hour with the radio. Told you it was an hour, and it was.

Thu 17:50 R R2
  note Walked to the bakery to carry the crates. We talked the whole way about nothing.

Fri 21:10 N R1
  note You sang in the shower, so it's a good day.

Sat 16:20 R T2 in-laws
  note My mum said we seem lighter. I had no idea what to do with my face.

Sun 10:45 N R2 (now)
  note I'm glad about us today. No reason. Writing it down in case.

week
Mon 18:00 R T2 work (alone)

Mon 21:30 N R1
  note You came in grey and I moved over. No questions till the tea.

Wed 19:10 R T3 money
  note The van again. I opened the letter on the stairs so it would hurt less. It didn't.
  underneath afraid
Wed 19:30 R P3
  note Came at you with the letter while you still had your coat on.
Wed 19:45 N W3
  note The grey thing. I looked at the coat hook.
  underneath ashamed
Wed 20:30 R P2
  note Asked whether we could look at it together, five minutes, with the timer.
Wed 20:50 N W2
  note Said "not yet" instead of nothing. That's new.
Wed 21:40 N R3
  note Came back with the timer and two biscuits. Four minutes and twenty seconds.

Tue 19:15 N R1
  note You'd warmed the towel. I don't know what I did right, so I did nothing and was warm.

Thu 12:30 R R2
  note We sold the van to a man called Ulf. You shook his hand for a long time.

Fri 21:40 R T1 phone (alone)

Sat 18:20 N P1
  note Asked if we could dance in the kitchen. The song was the fridge, mostly.

Sun 15:00 N T1 alone-time (private)
  note Remy in the chair behind the coats. I missed Remy for a whole hour at four metres.

week
Mon 20:40 N R2
  note You asked for my worst minute of the day and then for the best one. In that order, which is right.

Tue 17:30 N T1 chores
  note The summit of Mount Laundry again. I planted a little flag and asked who was coming up.

Tue 18:50 R R1
  note Came up. Brought pegs.

Wed 18:15 R P2
  note Wanted to tell you about the cue that went right. You had your head in Gerald.
Wed 18:50 N W2
  note Said "one second" from inside a mixer.
Wed 19:20 N R2
  note Washed my hands and asked for the cue, from the top, with sound effects.

Fri 22:40 R T1 late
  note Missed the tram. Wrote it at once. Felt strangely grown up.
Fri 22:50 N R1
  note Lamp's on. Coat's on the hook.

Sat 12:00 R R2
  note You brought me a plum. Just the one, all the way across town.

Sun 19:00 N T2 plans-changed (private)
  note The tour starts a week earlier. I'm letting that be sad before I let it be anything else.
  underneath sad

week
Mon 18:30 N R1
  note Told you straight away that I'm sad about the week. You said you were too.

loop the last tram
Wed 22:30 N T2 late
  note Twenty minutes past the last tram.
  underneath afraid
Wed 22:45 N P3
  note "Are you walking or are you dead?" I'm told this isn't soft.
Wed 23:05 R W2
  note Walking. Couldn't type and walk and be told off, so I only walked.
Wed 23:25 N P2
  note Rang. Said only: I get scared when it's late and dark.
Wed 23:35 R W1 (alone)
Wed 23:50 R R3
  note Came up the stairs two at a time. I hadn't known it was fear. I'd thought it was the clock.

Fri 13:20 N T1 tone (private)
  note Heard myself say "you always". Took the "always" back, in my head, by the ovens.

Fri 17:40 R R2
  note Put a little dot on the map that you can see. You didn't ask for it.

Sat 21:00 N R2
  note Biscuit won "waggiest tail". There were three dogs. We're unbearable about it.

Sun 11:30 R T1 chores (alone)

week
Mon 19:50 R R1
  note Supper on the step. You had flour in your eyebrow the whole time and I wasn't going to say.

Wed 19:30 N P2
  note Asked for a cuddle in the middle of your sums.
Wed 19:40 R W1
  note Said: twenty minutes, then all of me.
Wed 20:05 R R2
  note Twenty-two minutes. All of me.

Tue 21:10 N W1
  note Wanted quiet, and said "I want quiet". It's astonishing how short the sentence is.

Thu 12:10 N T1 work (private)
  note Wedding cake, four tiers. Kept thinking which of the two of them would reach.

Fri 13:00 R P1
  note Sent you the setting sun over the car park. You said it looked expensive.

Fri 18:20 N R2
  note Said sorry for the morning before you'd even noticed the morning.

Sat 11:10 R T1 money
  note Ulf wants to give the van back. We laughed until the kettle had boiled twice.

Sun 20:10 R T2 work
  note Sunday night, suitcase out. I told you my stomach had gone. You said, mine too.

week
Mon 18:50 N T1 own (private)
  situation The empty hook
  note Remy took the big coat. The hook looks like a question.

Tue 20:30 R P1
  note Rang from the tour bus. It has its own kettle. I'm telling you about a kettle.

Wed 21:20 N R1
  note Told Biscuit where you are. Biscuit looked at the door, not at the map.

Thu 18:10 R T3 in-laws
  note My parents want to come while I'm away, "to keep you company". I said yes before asking you.
Thu 18:30 R P3
  note Rang to explain. Rang again to explain the explaining.
Thu 18:55 N W3
  note I let it go to voicemail. I was up to my elbows, and I was cross.
  felt trapped
Thu 20:15 R P2
  note Wrote: I got that wrong, can you tell me how it is?
  needed To still be on the same side from far away.
Thu 20:40 N W1
  note Wrote: tomorrow. With a heart, so that it would be a real tomorrow.
Fri 11:50 N R3
  note Rang you from the step. They may come for two days and I choose the two. You laughed with relief.

Sat 22:50 R R2
  note After the show I read you the review over the phone. You made me read the adjective twice.

Sun 19:15 N R2 (now)
  note Your dad fixed the tap. We hardly talked. It was a very companionable tap.

week
Mon 21:40 R T1 alone-time
  note A hotel room all to myself. I've put your shell on the other pillow.

Tue 19:30 N P2
  note Asked if you'd stay on the line while I fell asleep.
Tue 20:00 R W1
  note Had to go back in for the second half. Said so, and when I'd ring.
Tue 22:15 R R2
  note Rang when I said. You answered in your sleep with one word, and it was my name.

Wed 18:30 R T2 work
  note The desk hummed all evening, and so did I. Telling you now so that I don't later.

Wed 20:40 N R1
  note Hummed back.

Thu 12:40 N T1 no-reply (private)
  note Six hours. They're in a tunnel or a town with no bars. I made a pie about it.

Fri 18:30 N R1
  note Sent you the pie.

Sat 09:20 N P1
  note Wrote "today!" eleven times. It was early, even for me.

Sat 17:20 R R2
  note One night home. You'd put the chair by the window for me.

Sun 12:00 N R2
  note Slept till ten, both of us, like teenagers, with a dog.

week
Mon 19:10 R R1
  note You left "go gently" on the kettle. I've got it in my wallet.

Tue 20:20 N T1 work (alone)
`

/** What happened just now, told from yesterday backwards, so that it fits any day of the week. */
export const LAST_DAYS = `
last days
-4 18:15 R T2 plans-changed
  note The Saturday at home has gone to another town. I found out from a list on a door.
  underneath sad
-4 18:40 R P3
  note Rang you three times during your dinner with your sister. I couldn't hold it by myself.
  needed To not be the only one who minds.
-4 19:20 N W3
  note Turned the phone over next to the bread. I minded so much I didn't want to know more.
  felt abandoned
  underneath sad
-4 21:00 R P2
  note Wrote: you don't have to make it all right. I only wanted to be sad at the same time.
-4 21:30 N W2
  note Read it in the hall with my coat half on. Couldn't find the words, so I found my keys.
-3 07:10 N R3
  note Rang before your sound check. We were sad at the same time. It took eleven minutes and helped.
  request I need a word when I go quiet. Would you ask me "gone or thinking"?

-3 22:45 R R2 (now)
  note Gone or thinking. I've written it on the desk in white pencil.

-2 13:00 N T1 own (private)
  situation A song of ours in the supermarket
  note Stood by the tinned peaches until it was over.
  underneath longing

-2 20:30 R R1 (now)
  note Found out our song is on the interval tape. I put it there, to be honest.

-1 18:50 N T2 no-reply (tomorrow)
  note Saw you'd been online and not with me. A small, silly sting. I notice it was small.
  felt ignored
  underneath longing

-1 21:20 N R2 (tomorrow)
  note Wrote you good night anyway, the long version, with the dog's regards.

-1 21:50 R R2 (now)
  note Read the dog's regards to the whole crew.
`
