import random
import time
from itertools import combinations

from odoo.tests import BaseCase, tagged

from ...grammars import similar
from ...grammars.similar import group_similar


@tagged("post_install", "-at_install")
class TestSimilar(BaseCase):
    """Texts that say nearly the same get one number."""

    def test_same_words_in_another_dress(self):
        texts = [
            "Thiếu kinh phí thực hiện nhiệm vụ.",
            "Chưa có hướng dẫn của bộ",
            "thiếu kinh phí, thực hiện nhiệm vụ",
            "Thieu kinh phi thuc hien NHIEM VU!",
        ]
        self.assertEqual(group_similar(texts), [1, 0, 1, 1])

    def test_threshold_is_three_fifths(self):
        # 3 of 5 words shared is alike, 3 of 6 is not
        self.assertEqual(group_similar(["a b c d", "a b c e"]), [1, 1])
        self.assertEqual(group_similar(["a b c d e", "a b c f"]), [0, 0])

    def test_groups_are_numbered_as_they_appear(self):
        self.assertEqual(group_similar(["x y", "lone", "p q", "x y", "p q"]), [1, 0, 2, 1, 2])

    def test_nothing_is_like_nothing(self):
        self.assertEqual(group_similar(["", "...", "", "a"]), [0, 0, 0, 0])

    def test_group_does_not_drift(self):
        """The third is like the second but not like the first, with which the group began."""
        self.assertEqual(group_similar(["a b c d", "b c d e", "c d e f"]), [1, 1, 0])

    def test_blocking_misses_nothing(self):
        """Finds all texts that a pair by pair comparison calls similar to a group's first text."""
        draw = random.Random(7)
        texts = [" ".join(draw.sample("abcdefghijkl", draw.randint(3, 8))) for _ in range(150)]
        sets = [frozenset(text.split()) for text in texts]
        firsts, expected = [], []
        for words in sets:
            alike = [
                (len(words & first) / len(words | first), -number)
                for number, first in enumerate(firsts)
                if 5 * len(words & first) >= 3 * len(words | first)
            ]
            if alike:
                expected.append(-max(alike)[1])
            else:
                expected.append(len(firsts))
                firsts.append(words)
        found = group_similar(texts)
        for one, two in combinations(range(len(texts)), 2):
            together = found[one] == found[two] != 0
            self.assertEqual(together, expected[one] == expected[two], (texts[one], texts[two]))

    def test_ten_thousand_texts(self):
        """No text meets more than 64 others under a word, however many there are, and few of these are compared."""
        draw = random.Random(7)
        words = [f"tu{number}" for number in range(2000)]
        texts = [" ".join(draw.choices(words, k=40)) for _ in range(10_000)]
        met = []
        likest = similar._find_likest

        def counted(own, candidates, firsts):
            met.append(candidates.total() / len(own))
            return likest(own, candidates, firsts)

        self.patch(similar, "_find_likest", counted)
        started = time.perf_counter()
        group_similar(texts)
        self.assertLess(time.perf_counter() - started, 30)
        self.assertLessEqual(max(met), 64)
