/** The weeks after: the same dances, but one of the two begins to turn back within the day. */
export const TURNING = `
week
Mon 19:15 N T3 phone
  note I was telling you about the woman who buys one roll every day. You laughed at your screen.
  felt dismissed
  underneath alone
Mon 19:30 N P3
  note "Am I boring you?" I know what kind of question that is.
Mon 19:50 R W3
  note Put the phone face down and my own face went down with it.
  underneath ashamed
Mon 20:40 N P3
  note Counted out loud how often it lit up.
Mon 21:00 R W4
  note Said "fine" and went through to the desk. I sat there and looked at the lamp.
Mon 21:45 N P3 (alone)
Mon 22:20 R W3 (alone)

Thu 06:00 R T2 alone-time
  note I love the hour after you leave. Then I feel bad for loving it.

Thu 17:40 N R2
  note Bought you the bad liquorice. The really bad one. You lit up.

Fri 21:30 N T2 late (private)
  note Fell asleep with the lamp on so that it would look like waiting.
  underneath longing

Sat 13:15 R R2
  note Fixed the bathroom fan. You said it sounds like a small aeroplane. We stood under it a while.

Sun 18:45 N T2 chores
  note Whose turn is it is not my favourite song.

Sun 20:30 N P2 (alone)

Sun 21:00 R W2
  note You wanted to plan, I wanted to lie on the floor. I lay on the floor.

week
Tue 16:50 R T3 plans-changed
  note They moved the dress rehearsal to our evening. I found out at ten to five.

Tue 17:20 N P3
  note Rang you to hear you say it, then said "of course they did".
  felt unappreciated
  underneath sad
Tue 18:00 R W3
  note I made my voice flat so that nothing would spill.
Tue 19:40 N P3
  note Texted a photo of the table. Two plates. I wanted you to feel it.
Tue 20:25 R W3
  note Saw it during a cue. Switched the phone off.
  story Whatever I do this evening, I'm losing somewhere.
Tue 22:50 N R2
  note You came in and I asked if you'd eaten. It came out as a question at last.
Tue 23:10 R R3
  note Ate the cold pasta standing next to you. Said I'd wanted to be at that table too.

Thu 19:30 N R2
  note We had our Tuesday on a Thursday. Candles and everything. Well, candle.

Fri 12:00 N T1 own (private)
  situation A customer called me "the quiet one"
  note Me. I told Biscuit and Biscuit didn't believe it either.

Sat 11:40 R W2
  note Two visitors, one flat. I took a long time getting the bread.
  underneath tired
Sat 13:30 N W2
  note You were quiet, so I went quiet. We could have been two coats on a hook.
Sat 17:30 R W2 (alone)

Sun 16:00 N R2
  note I said "that was a funny Saturday" and you said "it was, wasn't it", and that was enough.

Sun 21:20 R T1 work (alone)

week
Mon 20:00 N T2 money (private)
  note Looked at the numbers by myself. Nobody died.
  underneath afraid

Wed 18:20 R P1
  note Asked if you wanted to hear the new intro music. You had your eyes shut.
Wed 18:35 N W2
  note I said "tomorrow" without opening them. I did hear it in my head.
  underneath tired

Fri 13:10 N R2
  note Asked for the music. Twice through, in the car, in the rain, parked.

Sat 15:10 R T3 in-laws
  note My father asked when we would "settle". I looked at you for help. You were looking at the gravy.
Sat 17:40 R P3
  note In the car I asked why you never say anything.
  needed Somebody on my side of the table.
Sat 18:00 N W3
  note I counted the pylons. There are a lot of pylons.
  felt attacked
Sat 19:20 R P4
  note Asked again at the door, with the keys in my mouth.
Sat 19:45 N W3
  note Said they were your parents. Which is true and no use.
  underneath not enough
Sat 22:15 N R3
  note Came and sat on your side of the sofa. I freeze when it gets loud. It isn't that I don't care.
  request I need a second before I answer. Would you squeeze my hand first?

Sun 10:30 R R2
  note Practised the hand squeeze over breakfast. You answered about the marmalade within a second.

Sun 20:45 N T2 alone-time (alone)

week
Tue 05:05 N R1
  note You'd put my shoes by the door the right way round.

Tue 19:00 N T3 tone
  note "You always say that." I'd said it twice.
  felt criticised
  underneath hurt
Tue 19:10 N P3
  note Asked what exactly I always say. I wanted a list.
Tue 19:30 R W3
  note There was no list. I heard how I'd sounded and couldn't get back over it.
  underneath ashamed
Tue 20:30 N P3
  note Stood in the doorway and said I wasn't going anywhere. It sounded more like a threat than I meant.
Tue 20:55 R W3 (alone)
Wed 12:30 R R3
  note Wrote you: it was my tone. It was the day talking. You don't always anything.

Thu 18:00 N T1 work (private)
  note The mixer died. Nine years. I said a few words over it.
  underneath sad

Thu 21:15 R R2
  note You were sad about a mixer, and I didn't make a joke for nearly four minutes.

Sat 09:10 N P2
  note Wanted to stay in bed till noon together, like before.
Sat 09:30 R W2
  note I was already in the hall with Biscuit and one boot on. I thought I was letting you sleep.

Sun 15:30 R T2 chores
  note The wardrobe door came off in my hand. It was a wardrobe sort of day.

Sun 19:15 N R2
  note Held the door while you screwed. We're quite a good team with a wardrobe between us.

week
Mon 12:10 R T2 no-reply
  note You were at work. I knew you were at work.

Tue 20:10 N W2 (private)
  note Said I was tired. I was, but that's not why I went up.
  underneath unsure of us

Thu 21:40 N T3 jealousy
  note You said Ines's name three times between the door and the fridge.
  felt jealous
  underneath afraid
Thu 21:55 N P3
  note Asked who else was at the drinks. Then who else. Then who else.
Thu 22:15 R W4
  note I closed up like a shop.
Thu 22:50 N P4
  note Asked if I should be worried. You were brushing your teeth. It took a very long time.
Thu 23:15 R W3 (alone)
Fri 17:30 R P3
  note By evening it was me. I followed you round the kitchen to say there is nothing with Ines.
Fri 17:50 N W4
  note I had used up all my asking. I had nothing left to hear it with.
  underneath tired
Fri 19:40 R P3
  note Sat outside the bathroom door and slid a biscuit under it.
Fri 20:15 N W3
  note I ate it. I didn't come out.
Fri 22:20 N R3
  note Came out. Said: I wasn't asking about Ines, I was asking about me.
  needed To hear I'm still the one you come home to.

Sat 12:00 R R3
  note You're the one. I said it at the fish stall, out loud. The fish man said congratulations.

Sun 18:30 N R2 (now)
  note A very ordinary Sunday. Best one this month.
`
