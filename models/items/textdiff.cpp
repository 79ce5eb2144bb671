// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/textdiff.h"

#include <algorithm>

namespace Items {

namespace {

constexpr std::size_t MostWords = 400; ///< between the first and the last difference; the work is its square

struct Word
{
    int start = 0;
    int length = 0;
};

bool isInWord(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'.' || c == u'-' || c == u'+';
}

int endOfString(const QString &text, int at)
{
    for (int i = at + 1; i < text.size(); ++i) {
        if (text[i] == u'\\')
            ++i;
        else if (text[i] == u'"')
            return i + 1;
    }
    return int(text.size());
}

std::vector<Word> wordsOf(const QString &text)
{
    std::vector<Word> words;
    for (int at = 0; at < text.size();) {
        int end = at + 1;
        if (text[at] == u'"')
            end = endOfString(text, at);
        else if (isInWord(text[at]))
            while (end < text.size() && isInWord(text[end]))
                ++end;
        words.push_back({at, end - at});
        at = end;
    }
    return words;
}

/// Two texts as words, and which of them are in both.
class Comparison
{
public:
    Comparison(const QString &before, const QString &after) : m_before(before), m_after(after), m_old(wordsOf(before)), m_new(wordsOf(after)) {}

    TextDiff result()
    {
        while (m_front < std::min(m_old.size(), m_new.size()) && isSame(m_front, m_front))
            ++m_front;
        while (m_back < std::min(m_old.size(), m_new.size()) - m_front && isSame(m_old.size() - 1 - m_back, m_new.size() - 1 - m_back))
            ++m_back;
        compareMiddle();
        return std::move(m_diff);
    }

private:
    bool isSame(std::size_t old, std::size_t fresh) const
    {
        const Word &a = m_old[old];
        const Word &b = m_new[fresh];
        return QStringView(m_before).mid(a.start, a.length) == QStringView(m_after).mid(b.start, b.length);
    }

    static void mark(std::vector<std::pair<int, int>> &ranges, const Word &word)
    {
        if (!ranges.empty() && ranges.back().first + ranges.back().second == word.start)
            ranges.back().second += word.length;
        else
            ranges.emplace_back(word.start, word.length);
    }

    /// The longest common subsequence of what lies between.
    void compareMiddle()
    {
        const std::size_t rows = m_old.size() - m_back - m_front;
        const std::size_t columns = m_new.size() - m_back - m_front;
        const bool isTooMuch = rows > MostWords || columns > MostWords;
        std::vector<std::uint16_t> lengths(isTooMuch ? 0 : (rows + 1) * (columns + 1), 0);
        const auto at = [&](std::size_t row, std::size_t column) -> std::uint16_t & { return lengths[row * (columns + 1) + column]; };
        for (std::size_t row = isTooMuch ? 0 : rows; row-- > 0;)
            for (std::size_t column = columns; column-- > 0;)
                at(row, column) = isSame(m_front + row, m_front + column) ? std::uint16_t(at(row + 1, column + 1) + 1) : std::max(at(row + 1, column), at(row, column + 1));
        std::size_t row = 0;
        std::size_t column = 0;
        while (row < rows || column < columns) {
            if (!isTooMuch && row < rows && column < columns && isSame(m_front + row, m_front + column)) {
                ++row;
                ++column;
            } else if (row < rows && (isTooMuch || column == columns || at(row + 1, column) >= at(row, column + 1))) {
                mark(m_diff.removed, m_old[m_front + row++]);
            } else {
                mark(m_diff.added, m_new[m_front + column++]);
            }
        }
    }

    const QString &m_before;
    const QString &m_after;
    const std::vector<Word> m_old;
    const std::vector<Word> m_new;
    std::size_t m_front = 0;
    std::size_t m_back = 0;
    TextDiff m_diff;
};

} // namespace

TextDiff textDiff(const QString &before, const QString &after)
{
    return Comparison(before, after).result();
}

QString diffText(const QString &before, const QString &after)
{
    const TextDiff diff = textDiff(before, after);
    const auto marked = [](const QString &text, const std::vector<std::pair<int, int>> &ranges, QChar sign) -> QString { // not a string builder of what dies here
        QString result;
        int at = 0;
        for (const auto &[start, length] : ranges) {
            result += text.mid(at, start - at) + u'[' + sign + text.mid(start, length) + sign + u']';
            at = start + length;
        }
        return result + text.mid(at);
    };
    return marked(before, diff.removed, QChar(0x2212)) + u'\t' + marked(after, diff.added, u'+');
}

} // namespace Items
