// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/storesnapshot.h"

#include "store/chunk.h"

namespace Store {

const Chunk *Directory::chunk(std::uint32_t slot) const
{
    if (slot >= SlotCount || !m_pages[slot / PageSize])
        return nullptr;
    return (*m_pages[slot / PageSize])[slot % PageSize].get();
}

std::shared_ptr<const Directory> Directory::with(std::uint32_t slot, std::shared_ptr<Chunk> chunk) const
{
    auto directory = std::make_shared<Directory>(*this);
    auto &place = directory->m_pages[slot / PageSize];
    auto page = place ? std::make_shared<Page>(*place) : std::make_shared<Page>();
    (*page)[slot % PageSize] = std::move(chunk);
    place = std::move(page);
    return directory;
}

StoreSnapshot::StoreSnapshot(std::shared_ptr<const Directory> directory)
    : m_directory(std::move(directory))
{
}

const Chunk *StoreSnapshot::chunkOf(const Run &run, std::uint32_t index) const
{
    const Chunk *chunk = m_directory ? m_directory->chunk(run.slot) : nullptr;
    return chunk && chunk->generation == run.generation && index < chunk->published().rows ? chunk : nullptr;
}

bool StoreSnapshot::read(const Run &run, std::uint32_t index, Row &row, std::vector<Domain::Header> &headers, std::size_t maxHeaders) const
{
    const Chunk *chunk = chunkOf(run, index);
    if (chunk)
        chunk->read(index, row, headers, maxHeaders);
    return chunk != nullptr;
}

bool StoreSnapshot::columns(const Run &run, std::uint32_t index, RowColumns &columns) const
{
    const Chunk *chunk = chunkOf(run, index);
    if (chunk)
        columns = chunk->columns(index);
    return chunk != nullptr;
}

bool StoreSnapshot::read(RowId id, Row &row, std::vector<Domain::Header> &headers, std::size_t maxHeaders) const
{
    return read(Run{slotOf(id), 0, 0, generation(slotOf(id)), 0}, indexOf(id), row, headers, maxHeaders);
}

bool StoreSnapshot::columns(RowId id, RowColumns &columns) const
{
    return this->columns(Run{slotOf(id), 0, 0, generation(slotOf(id)), 0}, indexOf(id), columns);
}

std::uint32_t StoreSnapshot::generation(std::uint32_t slot) const
{
    const Chunk *chunk = m_directory ? m_directory->chunk(slot) : nullptr;
    return chunk ? chunk->generation : 0;
}

} // namespace Store
