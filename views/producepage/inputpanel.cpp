// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/producepage/inputpanel.h"

#include "items/inputcolumns.h"
#include "items/safetext.h"
#include "views/appearance.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/flowrow.h"
#include "views/widgets/named.h"
#include "views/widgets/toolbutton.h"

#include <QComboBox>
#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStyle>
#include <QVBoxLayout>

namespace Views {

namespace {

using Format = Produce::InputFile::Format;

} // namespace

InputPanel::InputPanel(const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_name(new ElidedLabel(this)), m_format(named(new QComboBox(this), "inputFormat", tr("Format of the file"))),
      m_close(new ToolButton(appearance, QStringLiteral("close"), tr("Send the fields instead of the file"), this)), m_mapping(new QWidget(this)), m_message(new ElidedLabel(this))
{
    fillMapping();
    setObjectName(QStringLiteral("inputPanel"));
    m_name->setObjectName(QStringLiteral("inputName"));
    appearance.useFont(m_name, 1.0, QFont::DemiBold);
    m_format->addItem(tr("JSON Lines, as Playhead exports"), int(Format::Jsonl));
    m_format->addItem(tr("CSV with names in the first row"), int(Format::Csv));
    m_format->addItem(tr("One value a line"), int(Format::Lines));
    m_close->setObjectName(QStringLiteral("inputCloseButton"));
    m_message->setObjectName(QStringLiteral("inputMessage"));
    appearance.useFont(m_message, 0.92);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_name, 1);
    head->addWidget(m_format);
    head->addWidget(m_close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_mapping);
    column->addWidget(m_message);
    connect(m_format, &QComboBox::currentIndexChanged, this, [this] {
        takeFormat();
        emit edited();
    });
    connect(m_close, &QToolButton::clicked, this, [this] { setInput(std::nullopt); });
    hide();
}

QComboBox *InputPanel::column(QWidget *parent, const char *objectName, const QString &name)
{
    auto *box = named(new QComboBox(parent), objectName, name);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->lineEdit()->setAccessibleName(name);
    box->setMinimumContentsLength(10);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(box, &QComboBox::currentTextChanged, this, &InputPanel::edited);
    return box;
}

void InputPanel::fillMapping()
{
    QWidget *box = m_mapping;
    auto *row = new FlowRow(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    m_key = column(box, "csvKeyColumn", tr("Column with the key"));
    m_value = column(box, "csvValueColumn", tr("Column with the value"));
    m_timestamp = column(box, "csvTimestampColumn", tr("Column with the timestamp"));
    m_partition = column(box, "csvPartitionColumn", tr("Column with the partition"));
    m_headers = named(new QLineEdit(box), "csvHeaderColumns", tr("Columns that become headers, separated by commas"));
    m_headers->setPlaceholderText(tr("columns, separated by commas"));
    connect(m_headers, &QLineEdit::textChanged, this, &InputPanel::edited);
    const QList<std::pair<QString, QWidget *>> fields{{tr("Key"), m_key}, {tr("Value"), m_value}, {tr("Timestamp"), m_timestamp}, {tr("Partition"), m_partition}, {tr("Headers"), m_headers}};
    for (const auto &[text, field] : fields) {
        auto *group = new QWidget(box);
        auto *pair = new QHBoxLayout(group);
        pair->setContentsMargins(0, 0, 4, 0);
        pair->setSpacing(4);
        auto *label = new QLabel(text, group);
        label->setTextFormat(Qt::PlainText);
        label->setProperty("tone", QStringLiteral("second"));
        m_appearance.useFont(label, 0.92);
        pair->addWidget(label);
        pair->addWidget(field);
        row->addWidget(group);
    }
}

std::optional<Produce::InputFile> InputPanel::input() const
{
    if (m_file.isEmpty())
        return std::nullopt;
    Produce::InputFile input;
    input.path = QFile::encodeName(m_file).toStdString();
    input.format = static_cast<Format>(m_format->currentData().toInt());
    if (input.format != Format::Csv)
        return input;
    input.keyColumn = m_key->currentText().toStdString();
    input.valueColumn = m_value->currentText().toStdString();
    input.timestampColumn = m_timestamp->currentText().toStdString();
    input.partitionColumn = m_partition->currentText().toStdString();
    const QStringList headers = m_headers->text().split(u',', Qt::SkipEmptyParts);
    for (const QString &header : headers)
        input.headerColumns.push_back(header.trimmed().toStdString());
    return input;
}

void InputPanel::setInput(const std::optional<Produce::InputFile> &input)
{
    m_file = input ? QFile::decodeName(QByteArray::fromStdString(input->path)) : QString();
    setVisible(input.has_value());
    if (input) {
        const QSignalBlocker block(m_format);
        m_name->setText(Items::safeText(QFileInfo(m_file).fileName().toStdString()));
        m_format->setCurrentIndex(m_format->findData(int(input->format)));
        takeFormat();
        m_key->setCurrentText(QString::fromStdString(input->keyColumn));
        m_value->setCurrentText(QString::fromStdString(input->valueColumn));
        m_timestamp->setCurrentText(QString::fromStdString(input->timestampColumn));
        m_partition->setCurrentText(QString::fromStdString(input->partitionColumn));
        QStringList headers;
        for (const std::string &header : input->headerColumns)
            headers += QString::fromStdString(header);
        m_headers->setText(headers.join(QStringLiteral(", ")));
    }
    emit edited();
}

void InputPanel::choose(const QString &file)
{
    Produce::InputFile input;
    input.path = QFile::encodeName(file).toStdString();
    const QString ending = QFileInfo(file).suffix().toLower();
    input.format = ending == u"csv" ? Format::Csv : ending == u"txt" || ending == u"log" ? Format::Lines : Format::Jsonl;
    m_file = file;
    readColumns();
    // The usual names stand for what they say.
    const auto guess = [this](QComboBox *box, const QStringList &names) -> std::string {
        for (const QString &name : names) {
            if (const int at = box->findText(name, Qt::MatchFixedString); at > 0)
                return box->itemText(at).toStdString();
        }
        return {};
    };
    if (input.format == Format::Csv) {
        input.keyColumn = guess(m_key, {QStringLiteral("key"), QStringLiteral("id")});
        input.valueColumn = guess(m_value, {QStringLiteral("value"), QStringLiteral("payload"), QStringLiteral("body")});
        input.timestampColumn = guess(m_timestamp, {QStringLiteral("timestamp"), QStringLiteral("time")});
        input.partitionColumn = guess(m_partition, {QStringLiteral("partition")});
    }
    setInput(input);
}

void InputPanel::takeFormat()
{
    const bool isCsv = m_format->currentData().toInt() == int(Format::Csv);
    m_mapping->setVisible(isCsv);
    if (isCsv)
        readColumns();
}

void InputPanel::readColumns()
{
    const QStringList columns = Items::csvColumns(m_file);
    for (QComboBox *box : {m_key, m_value, m_timestamp, m_partition}) {
        const QSignalBlocker block(box);
        const QString before = box->currentText();
        box->clear();
        box->addItem(QString());
        box->addItems(columns);
        box->setCurrentText(before);
    }
}

void InputPanel::setMessage(const QString &message, bool isProblem)
{
    m_message->setText(message);
    const QString tone = isProblem ? QStringLiteral("danger") : QStringLiteral("second");
    if (m_message->property("tone").toString() == tone)
        return;
    m_message->setProperty("tone", tone);
    m_message->style()->unpolish(m_message);
    m_message->style()->polish(m_message);
}

} // namespace Views
